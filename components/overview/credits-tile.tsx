import { shortForecast } from '#components/credits/burn-texts';
import { LinkButton } from '#components/ui/link-button';
import { StatTile } from '#components/ui/stat-tile';
import { Time } from '#components/ui/time';
import type { CreditsView } from '#lib/credits/show';
import type { BurnView } from '#lib/credits/show-burn';

/** The balance, what it is made of, and when more comes. */
export function CreditsTile({
  credits,
  burn,
}: {
  credits: CreditsView;
  /** Null when the use could not be read. */
  burn: BurnView | null;
}) {
  const number = (value: number) => value.toLocaleString('en');
  const forecast =
    burn && shortForecast(burn.timeToEmpty, burn.days.filter(({ whole }) => whole).length);
  return (
    <StatTile
      label="Credits left"
      value={number(credits.balance)}
      unit={`of ${number(credits.nextRefill.amount)} a period`}
      note={
        <>
          {forecast && `Time to empty: ${forecast}. `}
          {number(credits.included)} included, {number(credits.purchased)} purchased;{' '}
          {number(credits.usedThisPeriod)} used this period. Refill on{' '}
          <Time iso={credits.nextRefill.at} style="date" />.
        </>
      }
      freshness={
        <>
          Data as of <Time iso={credits.checkedAt} style="clock" />
          {!credits.check.agrees && ' · the ledger does not add up: tell your operator'}
        </>
      }
      actions={
        <LinkButton size="sm" variant="ghost" href={`/${credits.environment}/credits`}>
          Ledger
        </LinkButton>
      }
    />
  );
}
