import type { Metadata } from 'next';
import { environmentFrom } from '#components/keys/load-key';
import { NobodysNote } from '#components/requests/nobodys-note';
import { currentTimeZone, timeZoneCookie } from '#components/shell/current-time-zone';
import { TimeZone } from '#components/shell/time-zone';
import { PageHeader } from '#components/ui/page-header';
import { RangeLinks } from '#components/usage/range-links';
import { UsageFilters } from '#components/usage/usage-filters';
import { parseUsageQuery, type SearchParams } from '#components/usage/usage-query';
import { UsageReport } from '#components/usage/usage-report';
import { requireContext } from '#lib/auth/current-session';
import { listKeyNames } from '#lib/keys/names';

export const metadata: Metadata = { title: 'Usage' };

export default async function UsagePage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const environment = await environmentFrom(params);
  const query = parseUsageQuery(await searchParams);
  const [timeZone, keys] = await Promise.all([
    currentTimeZone(),
    listKeyNames(await requireContext(), { environment }),
  ]);
  const path = `/${environment}/usage`;
  return (
    <>
      <TimeZone cookie={timeZoneCookie} known={timeZone} />
      <PageHeader
        title="Usage"
        description={`Every call with a ${environment} key: how many, what became of them, and how long they took.`}
      />
      <div className="mb-6 flex flex-col gap-3">
        <RangeLinks path={path} query={query} />
        <UsageFilters path={path} query={query} keys={keys.ok ? keys.data : []} />
      </div>
      <UsageReport environment={environment} query={query} timeZone={timeZone} />
      <NobodysNote environment={environment} />
    </>
  );
}
