import type { CreditEntryKind } from '#lib/db/generated/enums';

/** The figures of one credit account: whole credits, times in epoch milliseconds. */
export type AccountFigures = {
  readonly id: string;
  /** included + purchased; never below zero. */
  readonly balance: number;
  readonly included: number;
  readonly purchased: number;
  /** Debited since the period began. */
  readonly usedThisPeriod: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  /** Sequence number of the newest entry; 0 before the first. */
  readonly lastSequence: number;
};

/** A ledger entry that an account's change needs; who and why is added by the writer. */
export type EntryDraft = {
  readonly accountId: string;
  readonly sequence: number;
  readonly kind: CreditEntryKind;
  /** Signed, never zero; = includedDelta + purchasedDelta. */
  readonly amount: number;
  readonly includedDelta: number;
  readonly purchasedDelta: number;
  readonly balanceAfter: number;
};

/** An account after a change, with the entries that explain the change in order. */
export type Posting = { readonly account: AccountFigures; readonly entries: readonly EntryDraft[] };

/** The largest balance: the column is a 32-bit integer. */
export const MAX_BALANCE = 2_147_483_647;

/** The figures of a new account, before its first grant. */
export function emptyAccount(
  id: string,
  period: { readonly start: number; readonly end: number },
): AccountFigures {
  return {
    id,
    balance: 0,
    included: 0,
    purchased: 0,
    usedThisPeriod: 0,
    periodStart: period.start,
    periodEnd: period.end,
    lastSequence: 0,
  };
}
