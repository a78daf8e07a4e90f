import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { environmentFrom } from '#components/keys/load-key';
import { ExplainForm } from '#components/requests/explain-form';
import { Card } from '#components/ui/card';
import { PageHeader } from '#components/ui/page-header';
import { isId } from '#lib/ids';

export const metadata: Metadata = { title: 'Why was I refused?' };

export default async function ExplainPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ id?: string | string[] }>;
}) {
  const environment = await environmentFrom(params);
  const path = `/${environment}/requests`;
  const { id } = await searchParams;
  const text = typeof id === 'string' ? id.trim() : undefined;
  if (text !== undefined && isId('req', text)) redirect(`${path}/${text}`);
  return (
    <>
      <PageHeader
        title="Why was I refused?"
        description="Every answer carries an X-Request-ID, and every error repeats it as error.request_id."
        parents={[{ label: 'Requests', href: path }]}
      />
      <Card className="max-w-2xl">
        <ExplainForm path={`${path}/explain`} text={text} />
      </Card>
    </>
  );
}
