import { Card } from '#components/ui/card';
import { Time } from '#components/ui/time';
import type { BurnView as Burn } from '#lib/credits/show-burn';
import { BurnView } from './burn-view.tsx';
import { amount, dayOf, unitOf } from './credit-texts.ts';

/** Credits used on each of the last days. */
export function BurnCard({ burn }: { burn: Burn }) {
  const total = burn.days.reduce((sum, { used }) => sum + used, 0);
  const whole = burn.days.filter((day) => day.whole).length;
  const span =
    whole === 0 ? 'today' : `${whole === 1 ? 'one whole day' : `${whole} whole days`} and today`;
  return (
    <Card
      title="Burn"
      description={
        <>
          {amount(total)} {unitOf(total)} used in {span}, by days of UTC. Days seen in part, such as
          today, are hatched. Data as of <Time iso={burn.asOf} style="clock" />.
        </>
      }
    >
      <BurnView
        bars={burn.days.map(({ day, used, whole: over }) => ({
          label: dayOf(day, 'short'),
          used,
          whole: over,
        }))}
      />
    </Card>
  );
}
