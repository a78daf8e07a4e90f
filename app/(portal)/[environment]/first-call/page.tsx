import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FirstCall } from '#components/first-call/first-call';
import { environmentOf } from '#components/shell/paths';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';

export const metadata: Metadata = { title: 'First call' };

export default async function FirstCallPage({
  params,
}: {
  params: Promise<{ environment: string }>;
}) {
  const environment = environmentOf(`/${(await params).environment}`) ?? notFound();
  return (
    <>
      <PageHeader
        title="First call"
        description="From a key to the first answer of the API, in under a minute."
        actions={<LinkButton href="/docs/quickstart">Documentation</LinkButton>}
      />
      <FirstCall environment={environment} />
    </>
  );
}
