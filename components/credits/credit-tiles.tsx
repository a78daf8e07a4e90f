import { StatTile } from '#components/ui/stat-tile';
import { Time } from '#components/ui/time';
import type { CreditsView } from '#lib/credits/show';
import type { BurnView } from '#lib/credits/show-burn';
import { forecastText } from './burn-texts.tsx';
import { amount, dayOf, unitOf } from './credit-texts.ts';

/** Balance, how long it lasts, use and refill of one environment, each as fresh as the page. */
export function CreditTiles({ credits, burn }: { credits: CreditsView; burn: BurnView }) {
  const forecast = forecastText(burn.timeToEmpty, burn.days.filter(({ whole }) => whole).length);
  const asOf = (
    <>
      Data as of <Time iso={credits.checkedAt} style="clock" />
    </>
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <StatTile
        label="Balance"
        value={amount(credits.balance)}
        unit={unitOf(credits.balance)}
        note={`${amount(credits.included)} included, spent first, and ${amount(credits.purchased)} purchased or granted, which never lapse.`}
        freshness={asOf}
      />
      <StatTile
        label="Time to empty"
        value={forecast.value}
        note={forecast.note}
        freshness={
          <>
            Data as of <Time iso={burn.asOf} style="clock" />
          </>
        }
      />
      <StatTile
        label="Used this period"
        value={amount(credits.usedThisPeriod)}
        unit={unitOf(credits.usedThisPeriod)}
        note={`${dayOf(credits.periodStart)} to ${dayOf(lastDay(credits.periodEnd))}, days of UTC; the count starts anew with the refill.`}
        freshness={asOf}
      />
      <StatTile
        label="Next refill"
        value={amount(credits.nextRefill.amount)}
        unit={`on ${dayOf(credits.nextRefill.at)}`}
        note={
          <>
            Included credits come at <Time iso={credits.nextRefill.at} />. Those of this period that
            are left lapse then.
          </>
        }
        freshness={asOf}
      />
    </div>
  );
}

/** The last day before a moment that begins one. */
function lastDay(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString();
}
