import { LinkButton } from '#components/ui/link-button';
import { StatTile } from '#components/ui/stat-tile';
import { Time } from '#components/ui/time';
import { amount, change, requests, share } from '#components/usage/usage-texts';
import type { Context } from '#lib/context';
import type { Environment } from '#lib/db/generated/enums';
import type { Result } from '#lib/result';
import { type LimitsView, showLimits } from '#lib/usage/show-limits';
import { showUsage, type UsageView } from '#lib/usage/show-usage';
import { RefusedLines } from './refused-lines.tsx';

/** Requests, errors and rate-limit pressure of the last 24 hours. */
export async function TrafficTiles({
  ctx,
  environment,
  mayRead,
}: {
  ctx: Context;
  environment: Environment;
  /** Whether this person may read the request log. */
  mayRead: boolean;
}) {
  const asked = { environment, range: '24h', timeZone: 'UTC' } as const;
  const [usage, limits] = await Promise.all([showUsage(ctx, asked), showLimits(ctx, asked)]);
  return (
    <>
      <RequestsTile usage={usage} environment={environment} mayRead={mayRead} />
      <PressureTile limits={limits} environment={environment} />
    </>
  );
}

function RequestsTile({
  usage,
  environment,
  mayRead,
}: {
  usage: Result<UsageView>;
  environment: Environment;
  mayRead: boolean;
}) {
  if (!usage.ok) return <StatTile label="Requests" value="–" note={usage.denial.message} />;
  const { totals, before, asOf, outcomes } = usage.data;
  const bad = totals.requests - totals.ok;
  return (
    <StatTile
      label="Requests"
      value={amount(totals.requests)}
      unit="in 24 hours"
      note={
        <>
          {change(totals.requests, before.requests)}.{' '}
          {bad === 0
            ? 'None was refused, none failed.'
            : `${share(bad, totals.requests)} of all were refused or failed.`}
        </>
      }
      freshness={
        <>
          Data as of <Time iso={asOf} style="clock" />
        </>
      }
      actions={
        <LinkButton size="sm" variant="ghost" href={`/${environment}/usage`}>
          Usage
        </LinkButton>
      }
    >
      <RefusedLines outcomes={outcomes} environment={environment} mayRead={mayRead} />
    </StatTile>
  );
}

function PressureTile({
  limits,
  environment,
}: {
  limits: Result<LimitsView>;
  environment: Environment;
}) {
  if (!limits.ok) return <StatTile label="Rate limit" value="–" note={limits.denial.message} />;
  const { peak, totals, current, limit, asOf } = limits.data;
  const near = `${amount(totals.near)} ${totals.near === 1 ? 'minute' : 'minutes'}`;
  return (
    <StatTile
      label="Rate-limit pressure"
      value={peak === null ? '–' : share(peak.calls, peak.limit)}
      unit="of the organization’s limit, in the fullest minute of 24 hours"
      note={
        totals.refused === 0
          ? `It refused no call; ${near} at 80 % or more. This minute: ${amount(current.calls)} of ${amount(limit ?? 0)}.`
          : `It refused ${requests(totals.refused)} with 429; ${near} more at 80 % or above.`
      }
      freshness={
        <>
          Data as of <Time iso={asOf} style="clock" />
        </>
      }
      actions={
        <LinkButton size="sm" variant="ghost" href={`/${environment}/limits`}>
          Limits
        </LinkButton>
      }
    />
  );
}
