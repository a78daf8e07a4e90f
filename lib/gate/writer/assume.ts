import type { Client } from 'pg';
import { accountRow, accountRows } from './account-row.ts';
import type { Assumption } from './memory.ts';
import { keyState } from './read.ts';
import { run } from './statement.ts';

// Nobody is waited for: who holds an account is about to change it. Every figure counts: an equal sequence
// number may be another's, when the batch before this one failed.
const assumeAccounts = {
  name: 'assume_accounts',
  text: `
  SELECT set_config('portal.assumed', (count(*) = $2::int)::text, true) = 'true' AS holds FROM (
    SELECT a.id FROM ${accountRows} JOIN credit_accounts a ON a.id = x.id
    WHERE (a.balance, a.included, a.purchased, a.used_this_period, a.last_sequence, a.period_start, a.period_end)
      = (x.balance, x.included, x.purchased, x.used, x.sequence, x.start, x.end) AND a.period_end > clock_timestamp()
    ORDER BY a.id FOR UPDATE OF a SKIP LOCKED) held`,
};

const assumeKeys = {
  name: 'assume_keys',
  text: `
  SELECT set_config('portal.assumed',
    (count(*) = cardinality($1::text[]) AND current_setting('portal.assumed') = 'true')::text, true) = 'true' AS holds
  FROM unnest($1::text[], $2::text[]) AS x(id, stamp)
    CROSS JOIN LATERAL (${keyState} WHERE k.id = x.id) state
  WHERE state::text = x.stamp`,
};

/**
 * Locks the accounts and compares them and the keys with what is assumed. Where that does not hold, the
 * statements of `store` behind it write nothing. The locks come first by a statement of their own: the
 * next one then sees all that was committed before.
 */
export async function assume(client: Client, { accounts, stamps }: Assumption): Promise<boolean> {
  const found = await Promise.all([
    run<{ holds: boolean }>(client, assumeAccounts, [
      JSON.stringify(accounts.map(accountRow)),
      accounts.length,
    ]),
    run<{ holds: boolean }>(client, assumeKeys, [[...stamps.keys()], [...stamps.values()]]),
  ]);
  return found.every(([row]) => row?.holds === true);
}
