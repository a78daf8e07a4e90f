import type { CreditEntryKind } from '#lib/db/generated/enums';
import { type AccountFigures, type EntryDraft, MAX_BALANCE, type Posting } from './account.ts';

type Change = {
  readonly kind: CreditEntryKind;
  readonly includedDelta: number;
  readonly purchasedDelta: number;
};

/**
 * Applies one signed change to an account and writes the entry for it.
 * Null when a part would fall below zero, the balance would pass its largest value, or a figure is
 * not a whole number; a change of zero gives no entry.
 */
export function post(account: AccountFigures, change: Change): Posting | null {
  const included = account.included + change.includedDelta;
  const purchased = account.purchased + change.purchasedDelta;
  const balance = included + purchased;
  const amount = change.includedDelta + change.purchasedDelta;
  if (!Number.isSafeInteger(included) || !Number.isSafeInteger(purchased)) return null;
  if (included < 0 || purchased < 0 || balance > MAX_BALANCE) return null;
  if (amount === 0) return { account, entries: [] };
  const entry: EntryDraft = {
    accountId: account.id,
    sequence: account.lastSequence + 1,
    kind: change.kind,
    amount,
    includedDelta: change.includedDelta,
    purchasedDelta: change.purchasedDelta,
    balanceAfter: balance,
  };
  const next = { ...account, included, purchased, balance, lastSequence: entry.sequence };
  return { account: next, entries: [entry] };
}

/** Takes `cost` credits, the included ones first; null when there are too few. Cost is 1 or more. */
export function spend(account: AccountFigures, cost: number): Posting | null {
  if (!Number.isSafeInteger(cost) || cost < 1) return null;
  const fromIncluded = Math.min(account.included, cost);
  const posting = post(account, {
    kind: 'debit',
    includedDelta: 0 - fromIncluded,
    purchasedDelta: fromIncluded - cost,
  });
  if (posting === null) return null;
  const usedThisPeriod = account.usedThisPeriod + cost;
  return { account: { ...posting.account, usedThisPeriod }, entries: posting.entries };
}

/** Adds credits that do not lapse; null when the amount is not a whole number ≥ 1 or too large. */
export function addPurchased(
  account: AccountFigures,
  kind: 'purchase' | 'operator_grant',
  amount: number,
): Posting | null {
  if (!Number.isSafeInteger(amount) || amount < 1) return null;
  return post(account, { kind, includedDelta: 0, purchasedDelta: amount });
}

/**
 * Moves the balance to an exact figure by one adjusting entry (none when it is there already): what
 * is added counts as purchased, what is taken comes from the included credits first. Null when the
 * figure is not a whole number from 0 to the largest balance.
 */
export function adjustTo(account: AccountFigures, balance: number): Posting | null {
  if (!Number.isSafeInteger(balance) || balance < 0) return null;
  const difference = balance - account.balance;
  if (difference >= 0) {
    return post(account, { kind: 'adjustment', includedDelta: 0, purchasedDelta: difference });
  }
  const fromIncluded = Math.min(account.included, -difference);
  return post(account, {
    kind: 'adjustment',
    includedDelta: 0 - fromIncluded,
    purchasedDelta: difference + fromIncluded,
  });
}
