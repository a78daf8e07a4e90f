import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Overview } from '#components/overview/overview';
import { environmentOf } from '#components/shell/paths';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({
  params,
}: {
  params: Promise<{ environment: string }>;
}) {
  const environment = environmentOf(`/${(await params).environment}`) ?? notFound();
  return <Overview environment={environment} />;
}
