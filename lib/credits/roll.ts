import { type AccountFigures, MAX_BALANCE, type Posting } from './account.ts';
import { periodAt } from './period.ts';
import { post } from './post.ts';

/**
 * Brings an account into the period of `now` (epoch milliseconds, the database's clock): what is left
 * of the included credits lapses, the plan's credits are granted. Periods nobody used are skipped,
 * since their credits would have lapsed too. The account itself comes back when it is not due.
 */
export function rollPeriod(
  account: AccountFigures,
  now: number,
  creditsPerPeriod: number,
): Posting {
  if (now < account.periodEnd) return { account, entries: [] };
  const lapsed = post(account, {
    kind: 'lapse',
    includedDelta: 0 - account.included,
    purchasedDelta: 0,
  });
  if (lapsed === null) throw new RangeError(`account ${account.id} has impossible figures`);
  const granted = grantIncluded(lapsed.account, creditsPerPeriod);
  const { start, end } = periodAt(now);
  return {
    account: { ...granted.account, usedThisPeriod: 0, periodStart: start, periodEnd: end },
    entries: [...lapsed.entries, ...granted.entries],
  };
}

/** Grants a period's credits, cut to what the largest balance leaves room for. */
export function grantIncluded(account: AccountFigures, credits: number): Posting {
  const room = MAX_BALANCE - account.balance;
  const posting = post(account, {
    kind: 'included_grant',
    includedDelta: Math.min(Math.max(credits, 0), room),
    purchasedDelta: 0,
  });
  if (posting === null) throw new RangeError(`${credits} is no number of credits`);
  return posting;
}
