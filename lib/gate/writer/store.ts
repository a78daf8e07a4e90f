import type { Client } from 'pg';
import type { Allocation } from '#lib/credits/allocate';
import { accountRow, accountRows } from './account-row.ts';
import type { Deed, EffectKind, Statement } from './effect.ts';
import type { WriteIntent } from './intent.ts';
import { allOf, commit, run } from './statement.ts';

/** How long a first answer is kept for its Idempotency-Key. */
const KEPT = "interval '24 hours'";

export const updateAccounts = {
  name: 'update_accounts',
  text: `
  UPDATE credit_accounts a SET balance = x.balance, included = x.included, purchased = x.purchased,
    used_this_period = x.used, last_sequence = x.sequence, period_start = x.start, period_end = x.end
  FROM ${accountRows}
  WHERE a.id = x.id`,
};

export const insertEntries = {
  name: 'insert_entries',
  text: `
  INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after,
    voice_session_id, request_id, actor, created_at)
  SELECT a, s, coalesce(k, 'debit'), i + coalesce(p, 0), i, coalesce(p, 0), b, v, r, w, $2
  FROM json_to_recordset($1) AS x(a text, s bigint, k credit_entry_kind, i int, p int, b int, v text, r text, w text)`,
};

const deleteExpired = {
  name: 'delete_expired_records',
  text: `
  DELETE FROM idempotency_records WHERE id = ANY($1::uuid[]) AND expires_at <= clock_timestamp()`,
};

// Lines, which the database takes apart several times as fast as JSON.
export const insertRecords = {
  name: 'insert_records',
  text: `
  INSERT INTO idempotency_records (id, fingerprint, status, kept, expires_at)
  SELECT f[1]::uuid, decode(f[2], 'hex'), f[3]::int, f[4], $2::timestamptz + ${KEPT}
  FROM (SELECT string_to_array(line, E'\\t') AS f FROM string_to_table($1, E'\\n') AS line OFFSET 0) x`,
};

/** What a batch writes: the allocation, and the deed of each accepted intent by its index. */
export type Writing = {
  readonly now: number;
  readonly allocation: Allocation;
  readonly deeds: ReadonlyMap<number, Deed>;
  readonly expired: ReadonlySet<string>;
};

/** Whether there is anything to commit. */
export function isEmpty(writing: Writing): boolean {
  return writing.deeds.size === 0 && writing.allocation.accounts.length === 0;
}

/** Writes everything, set by set, and commits; all of it goes out in one round trip. */
export async function store(
  client: Client,
  intents: readonly WriteIntent[],
  writing: Writing,
): Promise<void> {
  const time = new Date(writing.now).toISOString();
  const { accounts, entries } = writing.allocation;
  const sent: Promise<unknown>[] = [];
  const send = (statement: Statement, rows: readonly object[], ...more: string[]) => {
    if (rows.length > 0) sent.push(run(client, statement, [JSON.stringify(rows), ...more]));
  };
  send(updateAccounts, accounts.map(accountRow));
  for (const [kind, rows] of effectRows(intents, writing.deeds)) send(kind.store, rows, time);
  send(insertEntries, entryRows(intents, entries, writing.deeds), time);
  if (writing.expired.size > 0) sent.push(run(client, deleteExpired, [[...writing.expired]]));
  const records = recordLines(intents, writing.deeds);
  if (records !== '') sent.push(run(client, insertRecords, [records, time]));
  sent.push(commit(client));
  await allOf(sent);
}

export function effectRows(intents: readonly WriteIntent[], deeds: ReadonlyMap<number, Deed>) {
  const rows = new Map<EffectKind, object[]>();
  for (const [index, deed] of deeds) {
    const kind = intents[index]?.effect.kind;
    if (kind === undefined || deed.row === null) continue;
    const list = rows.get(kind) ?? [];
    rows.set(kind, list);
    list.push(deed.row);
  }
  return rows;
}

export function entryRows(
  intents: readonly WriteIntent[],
  entries: Allocation['entries'],
  deeds: ReadonlyMap<number, Deed>,
) {
  return entries.map((entry) => {
    const intent = entry.request === null ? undefined : intents[entry.request];
    const deed = entry.request === null ? undefined : deeds.get(entry.request);
    return {
      a: entry.accountId,
      s: entry.sequence,
      // What is usual is left out: each value costs the database some time.
      k: entry.kind === 'debit' ? undefined : entry.kind,
      i: entry.includedDelta,
      p: entry.purchasedDelta === 0 ? undefined : entry.purchasedDelta,
      b: entry.balanceAfter,
      v: deed?.voiceSessionId ?? undefined,
      r: intent?.requestId,
      w: intent?.keyId ?? 'system',
    };
  });
}

/** One line per record, its fields between tabs. What is kept has neither. */
export function recordLines(
  intents: readonly WriteIntent[],
  deeds: ReadonlyMap<number, Deed>,
): string {
  const lines: string[] = [];
  for (const [index, { status, kept }] of deeds) {
    const record = intents[index]?.record;
    if (record == null) continue;
    lines.push(`${record.id}\t${record.fingerprint}\t${status}\t${kept}`);
  }
  return lines.join('\n');
}
