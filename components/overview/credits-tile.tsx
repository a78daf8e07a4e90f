import { LinkButton } from '#components/ui/link-button';
import { StatTile } from '#components/ui/stat-tile';
import { Time } from '#components/ui/time';
import type { CreditsView } from '#lib/credits/show';

/** The balance, what it is made of, and when more comes. */
export function CreditsTile({ credits }: { credits: CreditsView }) {
  const number = (value: number) => value.toLocaleString('en');
  return (
    <StatTile
      label="Credits left"
      value={number(credits.balance)}
      unit={`of ${number(credits.nextRefill.amount)} a period`}
      note={
        <>
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
