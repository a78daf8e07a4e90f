import type { AccountFigures } from '#lib/credits/account';

/** The rows `x` of a JSON array of `accountRow`s, given as $1. */
export const accountRows = `json_to_recordset($1) AS x(id text, balance int, included int, purchased int, used int,
  sequence bigint, start timestamptz, "end" timestamptz)`;

/** An account's figures as a row that `accountRows` reads. */
export function accountRow(account: AccountFigures) {
  return {
    id: account.id,
    balance: account.balance,
    included: account.included,
    purchased: account.purchased,
    used: account.usedThisPeriod,
    sequence: account.lastSequence,
    start: new Date(account.periodStart).toISOString(),
    end: new Date(account.periodEnd).toISOString(),
  };
}
