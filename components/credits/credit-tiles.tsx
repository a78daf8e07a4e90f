import { StatTile } from '#components/ui/stat-tile';
import { Time } from '#components/ui/time';
import type { CreditsView } from '#lib/credits/show';
import { amount, unitOf } from './credit-texts.ts';

/** Balance, use and refill of one environment, each as fresh as the page. */
export function CreditTiles({ credits }: { credits: CreditsView }) {
  const asOf = (
    <>
      Data as of <Time iso={credits.checkedAt} style="clock" />
    </>
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <StatTile
        label="Balance"
        value={amount(credits.balance)}
        unit={unitOf(credits.balance)}
        note={`${amount(credits.included)} included, spent first, and ${amount(credits.purchased)} purchased or granted, which never lapse.`}
        freshness={asOf}
      />
      <StatTile
        label="Used this period"
        value={amount(credits.usedThisPeriod)}
        unit={unitOf(credits.usedThisPeriod)}
        note={
          <>
            Since <Time iso={credits.periodStart} style="date" />; the count starts anew with the
            refill.
          </>
        }
        freshness={asOf}
      />
      <StatTile
        label="Next refill"
        value={amount(credits.nextRefill.amount)}
        unit={unitOf(credits.nextRefill.amount)}
        note={
          <>
            On <Time iso={credits.nextRefill.at} />. What is left of the included credits lapses
            then.
          </>
        }
        freshness={asOf}
      />
    </div>
  );
}
