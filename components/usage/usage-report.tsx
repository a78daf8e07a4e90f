import { DenialNote } from '#components/ui/denial-note';
import { requireContext } from '#lib/auth/current-session';
import type { Environment } from '#lib/db/generated/enums';
import { showUsage } from '#lib/usage/show-usage';
import { Freshness } from './freshness.tsx';
import { NoCalls } from './no-calls.tsx';
import { UsageCharts } from './usage-charts.tsx';
import type { UsageTable } from './usage-data.tsx';
import { type UsageQuery, usageInput, usageQueryString } from './usage-query.tsx';
import { UsageTables } from './usage-tables.tsx';
import { UsageTiles } from './usage-tiles.tsx';

/** The figures that the usage page's address asks for. */
export async function UsageReport({
  environment,
  query,
  timeZone,
}: {
  environment: Environment;
  query: UsageQuery;
  timeZone: string;
}) {
  const ctx = await requireContext();
  const shown = await showUsage(ctx, { environment, timeZone, ...usageInput(query) });
  if (!shown.ok) return <DenialNote denial={shown.denial} />;
  const view = shown.data;
  const path = `/${environment}/usage`;
  const csvHref = (table: UsageTable) =>
    `/api/usage/${environment}/${table}${usageQueryString(query)}`;
  return (
    <div className="flex flex-col gap-6">
      <Freshness asOf={view.asOf} range={view.range} timeZone={view.timeZone} />
      {view.totals.requests === 0 ? (
        <NoCalls environment={environment} path={path} query={query} />
      ) : (
        <>
          <UsageTiles view={view} />
          <UsageCharts view={view} csvHref={csvHref} />
          <UsageTables
            view={view}
            environment={environment}
            path={path}
            query={query}
            csvHref={csvHref}
          />
        </>
      )}
    </div>
  );
}
