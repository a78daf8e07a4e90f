import type { CreditAccount } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';
import { effectiveLimits } from '#lib/orgs/plans';
import type { AccountFigures } from './account.ts';
import { rollPeriod } from './roll.ts';
import { savePosting } from './save-posting.ts';

/** The stored figures as the arithmetic takes them. */
export function figuresOf(row: CreditAccount): AccountFigures {
  return {
    id: row.id,
    balance: row.balance,
    included: row.included,
    purchased: row.purchased,
    usedThisPeriod: row.usedThisPeriod,
    periodStart: row.periodStart.getTime(),
    periodEnd: row.periodEnd.getTime(),
    lastSequence: Number(row.lastSequence),
  };
}

/**
 * Locks an account until the transaction ends and brings it into the current period first; the same
 * lock orders all gates. Null when there is no such account.
 */
export async function lockAccount(tx: Tx, id: string): Promise<AccountFigures | null> {
  await tx.$queryRaw`SELECT 1 FROM credit_accounts WHERE id = ${id} FOR UPDATE`;
  const row = await tx.creditAccount.findUnique({
    where: { id },
    include: { organization: true },
  });
  if (row === null) return null;
  const now = await databaseNow(tx);
  const { creditsPerPeriod } = effectiveLimits(row.organization);
  const rolled = rollPeriod(figuresOf(row), now.getTime(), creditsPerPeriod);
  if (rolled.account.periodEnd !== row.periodEnd.getTime()) {
    await savePosting(tx, rolled, { actor: 'system' });
  }
  return rolled.account;
}
