import type { CreditAccount } from '#lib/db/generated/client';
import type { Tx } from '#lib/db/prisma';

/** What a check of one account's ledger added up, and whether it is the balance. */
export type LedgerCheck = {
  readonly agrees: boolean;
  /** Entries added up for this check. */
  readonly now: number;
  /** Entries that the worker added up before, which cannot have changed since; null when there are none. */
  readonly before: {
    readonly entries: number;
    /** When it did, ISO 8601; and when it last began at the first entry. */
    readonly at: string;
    readonly wholeAt: string;
  } | null;
};

type Row = {
  readonly sequence: bigint | null;
  readonly balance: number | null;
  readonly checked_at: Date | null;
  readonly whole_at: Date | null;
  readonly entries: number;
  readonly amount: number;
};

/**
 * Adds up an account's entries, from the worker's last checkpoint on where there is one, and compares
 * sum and count with the account's row, which must be of the same snapshot.
 */
export async function checkLedger(
  tx: Tx,
  account: Pick<CreditAccount, 'id' | 'balance' | 'lastSequence'>,
): Promise<LedgerCheck> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.sequence, c.balance, c.checked_at, c.whole_at, e.entries, e.amount
    FROM (SELECT ${account.id} AS id) AS a
    LEFT JOIN credit_checkpoints c ON c.account_id = a.id
    CROSS JOIN LATERAL (
      SELECT count(*)::float8 AS entries, coalesce(sum(amount), 0)::float8 AS amount FROM credit_entries
      WHERE account_id = a.id AND sequence > coalesce(c.sequence, 0)) AS e`;
  if (row === undefined) throw new Error('the ledger did not tell its sum');
  const { sequence, balance, checked_at, whole_at, entries, amount } = row;
  const earlier = Number(sequence ?? 0);
  return {
    agrees:
      (balance ?? 0) + amount === account.balance &&
      earlier + entries === Number(account.lastSequence),
    now: entries,
    before:
      checked_at === null || whole_at === null
        ? null
        : { entries: earlier, at: checked_at.toISOString(), wholeAt: whole_at.toISOString() },
  };
}
