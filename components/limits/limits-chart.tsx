import { ChartCard } from '#components/charts/chart-card';
import { ShareBars } from '#components/charts/share-bars';
import { amount, rangeTexts, share, spanTexts } from '#components/usage/usage-texts';
import type { LimitBucket, LimitsView } from '#lib/usage/show-limits';
import { limitsData } from './limits-data.tsx';

/** How much of the limit the fullest minute of each stretch took. */
export function LimitsChart({ view, csvHref }: { view: LimitsView; csvHref: string }) {
  const texts = spanTexts(view.range, view.timeZone);
  const whose = view.key === null ? 'the organization’s limit' : 'the key’s own limit';
  const over = `the last ${rangeTexts[view.range]}, ${view.timeZone}`;
  return (
    <ChartCard
      id="share"
      title="Share of the limit"
      description={`What the fullest minute of each stretch asked for, in per cent of ${whose}; beyond 100 % is demand that was refused. Over ${over}.`}
      legend={[
        { mark: 'ok', label: 'below 80 %' },
        { mark: 'limited', label: '80 % to 100 %' },
        { mark: 'failed', label: 'over the limit' },
      ]}
      data={limitsData(view, 'windows')}
      csvHref={csvHref}
    >
      <ShareBars
        id="share"
        label={`Share of ${whose}, ${over}`}
        slots={view.buckets.map((bucket) => ({
          ...texts(bucket),
          unfinished: bucket.unfinished,
          share: bucket.share,
          lines: linesOf(bucket),
        }))}
      />
    </ChartCard>
  );
}

function linesOf(bucket: LimitBucket): string[] {
  const rest = bucket.unfinished ? ['not over yet'] : [];
  if (bucket.windows === 0) return ['no calls', ...rest];
  return [
    `${share(bucket.peak, bucket.limit)}: ${amount(bucket.peak)} requests in the fullest minute, limit ${amount(bucket.limit)}`,
    `${amount(bucket.near)} near misses`,
    `${amount(bucket.refused)} × 429`,
    ...rest,
  ];
}
