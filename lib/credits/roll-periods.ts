import { db } from '#lib/db/prisma';
import { lockAccount } from './lock-account.ts';

const AT_ONCE = 200;

/**
 * Brings every account whose period is over into the current one: what is left of the included
 * credits lapses, the plan's are granted. Each in its own transaction, so a gate never waits long.
 * @returns how many accounts were due.
 */
export async function rollDuePeriods(): Promise<number> {
  let rolled = 0;
  for (;;) {
    const due = await db().$queryRaw<{ id: string }[]>`
      SELECT id FROM credit_accounts
      WHERE period_end <= clock_timestamp() ORDER BY period_end LIMIT ${AT_ONCE}`;
    for (const { id } of due) await db().$transaction((tx) => lockAccount(tx, id));
    rolled += due.length;
    if (due.length < AT_ONCE) return rolled;
  }
}
