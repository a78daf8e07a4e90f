import { Callout } from '#components/ui/callout';
import { DenialNote } from '#components/ui/denial-note';
import { TextLink } from '#components/ui/text-link';
import { Freshness } from '#components/usage/freshness';
import { NoCalls } from '#components/usage/no-calls';
import { type UsageQuery, usageQueryString } from '#components/usage/usage-query';
import { amount, rangeTexts } from '#components/usage/usage-texts';
import { requireContext } from '#lib/auth/current-session';
import type { Environment } from '#lib/db/generated/enums';
import { type LimitsView, showLimits } from '#lib/usage/show-limits';
import { LimitsChart } from './limits-chart.tsx';
import type { LimitsTable } from './limits-data.tsx';
import { LimitsTiles } from './limits-tiles.tsx';
import { NeedsTable } from './needs-table.tsx';
import { SharesTable } from './shares-table.tsx';

/** The figures that the rate limits page's address asks for. */
export async function LimitsReport({
  environment,
  query,
  timeZone,
}: {
  environment: Environment;
  query: UsageQuery;
  timeZone: string;
}) {
  const { range, key } = query;
  const input = { environment, range, timeZone, ...(key && { keyId: key }) };
  const shown = await showLimits(await requireContext(), input);
  if (!shown.ok) return <DenialNote denial={shown.denial} />;
  const view = shown.data;
  const path = `/${environment}/limits`;
  const csvHref = (table: LimitsTable) =>
    `/api/limits/${environment}/${table}${usageQueryString(query)}`;
  if (view.limit === null && view.totals.windows === 0) return <Whose view={view} path={path} />;
  return (
    <div className="flex flex-col gap-6">
      <Freshness asOf={view.asOf} range={view.range} timeZone={view.timeZone} />
      <Whose view={view} path={path} />
      <LimitsTiles view={view} />
      {view.totals.windows === 0 ? (
        <NoCalls environment={environment} path={path} query={query} />
      ) : (
        <>
          <LimitsChart view={view} csvHref={csvHref('windows')} />
          <NeedsTable view={view} environment={environment} />
          <SharesTable view={view} environment={environment} csvHref={csvHref('shares')} />
        </>
      )}
    </div>
  );
}

/** Whose limit is shown, when it is a key's. */
function Whose({ view, path }: { view: LimitsView; path: string }) {
  if (view.key === null) return null;
  return (
    <Callout
      tone={view.limit === null ? 'warn' : 'info'}
      title={`The limit of ${view.key.name}`}
      actions={<TextLink href={path}>Show the organization’s limit</TextLink>}
    >
      {view.limit === null
        ? `This key has no limit of its own now: its calls count only against the organization’s. ${noneNow(view)}`
        : `This key has a limit of its own, ${amount(view.limit)} requests a minute. A call over it takes nothing from the organization’s limit.`}
    </Callout>
  );
}

function noneNow({ totals, range }: LimitsView): string {
  return totals.windows === 0
    ? `In the last ${rangeTexts[range]} it had none either, so there is no chart to show.`
    : 'Shown are the minutes in which it had one.';
}
