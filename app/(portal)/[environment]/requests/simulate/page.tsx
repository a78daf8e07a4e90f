import type { Metadata } from 'next';
import { environmentFrom } from '#components/keys/load-key';
import { Simulation } from '#components/requests/simulation';
import { PageHeader } from '#components/ui/page-header';

export const metadata: Metadata = { title: 'Simulate a call' };

export default async function SimulatePage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const environment = await environmentFrom(params);
  return (
    <>
      <PageHeader
        title="Simulate a call"
        description="The gate’s own decisions, asked about a call that nobody makes. Nothing is counted and nothing is charged."
        parents={[{ label: 'Requests', href: `/${environment}/requests` }]}
      />
      <Simulation environment={environment} search={await searchParams} />
    </>
  );
}
