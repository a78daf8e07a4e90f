import type { Metadata } from 'next';
import { environmentFrom } from '#components/keys/load-key';
import { LimitsFilters } from '#components/limits/limits-filters';
import { LimitsReport } from '#components/limits/limits-report';
import { currentTimeZone, timeZoneCookie } from '#components/shell/current-time-zone';
import { TimeZone } from '#components/shell/time-zone';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';
import { RangeLinks } from '#components/usage/range-links';
import { parseUsageQuery, type SearchParams } from '#components/usage/usage-query';
import { requireContext } from '#lib/auth/current-session';
import { listKeyNames } from '#lib/keys/names';

export const metadata: Metadata = { title: 'Rate limits' };

export default async function LimitsPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const environment = await environmentFrom(params);
  const { range, key } = parseUsageQuery(await searchParams);
  const query = { range, key, route: '', status: '', code: '' };
  const [timeZone, keys] = await Promise.all([
    currentTimeZone(),
    listKeyNames(await requireContext(), { environment, limitedOr: key === '' ? null : key }),
  ]);
  const path = `/${environment}/limits`;
  return (
    <>
      <TimeZone cookie={timeZoneCookie} known={timeZone} />
      <PageHeader
        title="Rate limits"
        description={`How close the ${environment} calls of each minute came to the limit, who takes it, and what limit would have been enough.`}
        actions={<LinkButton href="/docs/rate-limits">Documentation</LinkButton>}
      />
      <div className="mb-6 flex flex-col gap-3">
        <RangeLinks path={path} query={query} />
        {keys.ok && <LimitsFilters path={path} query={query} keys={keys.data} />}
      </div>
      <LimitsReport environment={environment} query={query} timeZone={timeZone} />
    </>
  );
}
