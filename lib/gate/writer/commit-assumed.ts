import type { Client } from 'pg';
import { accountRow, accountRows } from './account-row.ts';
import type { EffectKind, Statement } from './effect.ts';
import type { Plan } from './foresee.ts';
import type { WriteIntent } from './intent.ts';
import { keyState } from './read.ts';
import { run } from './statement.ts';
import {
  effectRows,
  entryLines,
  insertEntries,
  insertRecords,
  recordLines,
  updateAccounts,
} from './store.ts';

// Nobody is waited for: who holds an account is about to change it. Every figure counts: an equal sequence
// number may be another's, when the batch before this one failed.
const assumption = `
  held AS (
    SELECT a.id FROM ${accountRows} JOIN credit_accounts a ON a.id = x.id
    WHERE (a.balance, a.included, a.purchased, a.used_this_period, a.last_sequence, a.period_start, a.period_end)
      = (x.balance, x.included, x.purchased, x.used, x.sequence, x.start, x.end) AND a.period_end > clock_timestamp()
    ORDER BY a.id FOR UPDATE OF a SKIP LOCKED
  ), unchanged AS (
    SELECT x.id FROM unnest($3::text[], $4::text[]) AS x(id, stamp)
      CROSS JOIN LATERAL (${keyState} WHERE k.id = x.id) state
    WHERE state::text = x.stamp
  ), assumption AS (
    SELECT (SELECT count(*) FROM held) = $2::int AND (SELECT count(*) FROM unchanged) = cardinality($3::text[]) AS holds
  )`;

const statements = new Map<string, Statement>();

/**
 * Compares accounts and keys with what a plan assumes and, where all of it holds, writes the plan: one
 * statement, and so one transaction and one round trip. Resolves with whether it held; otherwise nothing
 * was written. @throws when the transaction failed
 */
export async function commitAssumed(
  client: Client,
  intents: readonly WriteIntent[],
  { assumption: { accounts, stamps }, writing, kind }: Plan,
): Promise<boolean> {
  const records = recordLines(intents, writing.deeds);
  const [found] = await run<{ holds: boolean }>(client, statementOf(kind, records !== ''), [
    JSON.stringify(accounts.map(accountRow)),
    accounts.length,
    [...stamps.keys()],
    [...stamps.values()],
    new Date(writing.now).toISOString(),
    JSON.stringify(writing.allocation.accounts.map(accountRow)),
    (effectRows(intents, writing.deeds).get(kind) ?? []).join('\n'),
    entryLines(intents, writing.allocation.entries, writing.deeds),
    ...(records === '' ? [] : [records]),
  ]);
  return found?.holds === true;
}

function statementOf(kind: EffectKind, withRecords: boolean): Statement {
  const name = `${withRecords ? 'commit_recorded' : 'commit'}_${kind.store.name}`;
  const known = statements.get(name);
  if (known !== undefined) return known;
  const writes = [
    updateAccounts,
    kind.store,
    insertEntries,
    ...(withRecords ? [insertRecords] : []),
  ];
  const parts = writes.map(
    ({ name: part, text }, index) => `${part} AS (${onlyIf(text, index + 6)})`,
  );
  const text = `WITH ${[assumption, ...parts].join(', ')} SELECT holds FROM assumption`;
  const statement = { name, text };
  statements.set(name, statement);
  return statement;
}

/** A statement of `store` as a part of the whole: its rows are $n, the time is $5, and no rows unless it holds. */
function onlyIf(text: string, n: number): string {
  const given = (type: string) =>
    `(CASE WHEN (SELECT holds FROM assumption) THEN $${n}::${type} END`;
  return text
    .replaceAll('$2', '$5')
    .replaceAll('json_to_recordset($1', `json_to_recordset${given('json')}`)
    .replaceAll('string_to_table($1', `string_to_table${given('text')}`);
}
