import { StatTile } from '#components/ui/stat-tile';
import type { UsageView } from '#lib/usage/show-usage';
import { amount, atMost, change, rangeTexts, share } from './usage-texts.tsx';

/** The period's figures beside those of the period before. */
export function UsageTiles({ view }: { view: UsageView }) {
  const { totals, before, range } = view;
  const within = `in ${rangeTexts[range]}`;
  const denied = (one: typeof totals) => one.limited + one.refused;
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <StatTile
        label="Requests"
        value={amount(totals.requests)}
        unit={within}
        note={change(totals.requests, before.requests)}
      />
      <StatTile
        label="Succeeded"
        value={share(totals.ok, totals.requests)}
        unit={`${amount(totals.ok)} ${within}`}
        note={`${share(before.ok, before.requests)} in the period before`}
      />
      <StatTile
        label="Refused or failed"
        value={amount(denied(totals) + totals.failed)}
        unit={`${amount(totals.limited)} of them rate limited`}
        note={change(denied(totals) + totals.failed, denied(before) + before.failed)}
      />
      <StatTile
        label="Latency, p95"
        value={totals.latency ? atMost(totals.latency.p95) : '–'}
        unit={totals.latency ? `p50 ${atMost(totals.latency.p50)}` : 'no calls'}
        note={
          before.latency
            ? `${atMost(before.latency.p95)} in the period before`
            : 'None in the period before'
        }
      />
    </div>
  );
}
