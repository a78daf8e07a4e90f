import { ChartCard } from '#components/charts/chart-card';
import { Lines } from '#components/charts/lines';
import { StackedBars } from '#components/charts/stacked-bars';
import type { UsageBucket, UsageView } from '#lib/usage/show-usage';
import { type UsageTable, usageData } from './usage-data.tsx';
import { amount, atMost, latencySteps, rangeTexts, spanTexts } from './usage-texts.tsx';

const stack = ['ok', 'limited', 'refused', 'failed'] as const;
const outcomeTexts = {
  ok: 'succeeded',
  limited: 'rate limited (429)',
  refused: 'refused (other 4xx)',
  failed: 'failed (5xx)',
} as const;

type Props = { readonly view: UsageView; readonly csvHref: (table: UsageTable) => string };

/** Requests by outcome, and latency, over time. */
export function UsageCharts(props: Props) {
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <RequestChart {...props} />
      <LatencyChart {...props} />
    </div>
  );
}

function RequestChart({ view, csvHref }: Props) {
  const over = overOf(view);
  return (
    <ChartCard
      id="requests"
      title="Requests by outcome"
      description={`Requests, ${over}.`}
      legend={stack.map((mark) => ({ mark, label: outcomeTexts[mark] }))}
      data={usageData(view, 'requests')}
      csvHref={csvHref('requests')}
    >
      <StackedBars
        id="requests"
        label={`Requests by outcome, ${over}`}
        stack={stack}
        slots={slotsOf(view).map(({ bucket, ...slot }) => ({
          ...slot,
          values: {
            ok: bucket.ok,
            limited: bucket.limited,
            refused: bucket.refused,
            failed: bucket.failed,
          },
          lines: [
            `${amount(bucket.requests)} in all`,
            ...stack.map((one) => `${amount(bucket[one])} ${outcomeTexts[one]}`),
            ...noteOf(bucket),
          ],
        }))}
      />
    </ChartCard>
  );
}

function LatencyChart({ view, csvHref }: Props) {
  const over = overOf(view);
  return (
    <ChartCard
      id="latency"
      title="Latency"
      description={`From the request’s head to the answer, in the gate, ${over}. ${latencySteps}`}
      legend={[
        { mark: 0, label: 'p50: half of all calls took no longer' },
        { mark: 1, label: 'p95' },
        { mark: 2, label: 'p99' },
      ]}
      data={usageData(view, 'latency')}
      csvHref={csvHref('latency')}
    >
      <Lines
        id="latency"
        label={`Latency, ${over}`}
        slots={slotsOf(view).map(({ bucket, ...slot }) => ({ ...slot, ...latencyOf(bucket) }))}
      />
    </ChartCard>
  );
}

function latencyOf(bucket: UsageBucket) {
  const { latency } = bucket;
  if (latency === null) return { values: [], lines: ['no calls', ...noteOf(bucket)] };
  const { p50, p95, p99 } = latency;
  return {
    values: [p50 / 1000, p95 / 1000, p99 / 1000],
    lines: [`p50 ${atMost(p50)}`, `p95 ${atMost(p95)}`, `p99 ${atMost(p99)}`, ...noteOf(bucket)],
  };
}

function overOf({ range, timeZone }: UsageView): string {
  return `the last ${rangeTexts[range]}, ${timeZone}`;
}

function slotsOf({ range, timeZone, buckets }: UsageView) {
  const texts = spanTexts(range, timeZone);
  return buckets.map((bucket) => ({ ...texts(bucket), unfinished: bucket.unfinished, bucket }));
}

function noteOf({ unfinished }: UsageBucket): string[] {
  return unfinished ? ['not over yet'] : [];
}
