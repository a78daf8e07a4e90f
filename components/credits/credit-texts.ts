import type { LedgerEntry } from '#lib/credits/list-entries';
import type { CreditEntryKind } from '#lib/db/generated/enums';

/** `1,204`. */
export function amount(credits: number): string {
  return credits.toLocaleString('en-GB');
}

/** What an amount counts: `credit` for one. */
export function unitOf(credits: number): string {
  return credits === 1 ? 'credit' : 'credits';
}

/** `+1,000` or `−1`, with a real minus sign so that columns line up. */
export function signed(credits: number): string {
  const digits = Math.abs(credits).toLocaleString('en-GB');
  return credits < 0 ? `−${digits}` : `+${digits}`;
}

/** What a ledger entry is called; a charge by what it is for. */
export function entryText(entry: Pick<LedgerEntry, 'kind' | 'analysisId'>): string {
  return entry.analysisId === null ? entryTexts[entry.kind] : 'Analysis requested';
}

const entryTexts: Readonly<Record<CreditEntryKind, string>> = {
  included_grant: 'Included credits',
  lapse: 'Lapsed',
  purchase: 'Purchase',
  operator_grant: 'Grant by the operator',
  debit: 'Session created',
  adjustment: 'Correction by the operator',
};

/** A day of UTC: `1 December`, or `1 Dec` where there is little room. */
export function dayOf(iso: string, month: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month, timeZone: 'UTC' }).format(
    new Date(iso),
  );
}

/** A price as people write it, from the currency's smallest unit: `US$10.00`, `¥1,000`. */
export function priceOf(price: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(price / 10 ** digits);
}
