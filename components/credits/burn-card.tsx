import { ChartCard } from '#components/charts/chart-card';
import { StackedBars } from '#components/charts/stacked-bars';
import { Time } from '#components/ui/time';
import type { BurnView } from '#lib/credits/show-burn';
import { burnData, dayText } from './burn-data.tsx';
import { amount, dayOf, unitOf } from './credit-texts.ts';

/** Credits used on each of the last days, as bars, as a table and as CSV. */
export function BurnCard({ burn }: { burn: BurnView }) {
  const total = burn.days.reduce((sum, { used }) => sum + used, 0);
  const whole = burn.days.filter((day) => day.whole).length;
  const span =
    whole === 0 ? 'today' : `in ${whole === 1 ? 'one whole day' : `${whole} whole days`} and today`;
  return (
    <ChartCard
      id="burn"
      title="Burn"
      description={
        <>
          {amount(total)} {unitOf(total)} used {span}, by days of UTC. Data as of{' '}
          <Time iso={burn.asOf} style="clock" />.
        </>
      }
      legend={[{ mark: 'ok', label: 'credits used' }]}
      data={burnData(burn)}
      csvHref={`/${burn.environment}/credits/burn`}
    >
      <StackedBars
        id="burn"
        label="Credits used by day of UTC"
        stack={['ok']}
        slots={burn.days.map((day) => ({
          tick: dayOf(day.day, 'short'),
          title: dayText(day),
          lines: [`${amount(day.used)} ${unitOf(day.used)} used`],
          unfinished: !day.whole,
          values: { ok: day.used },
        }))}
      />
    </ChartCard>
  );
}
