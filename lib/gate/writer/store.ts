import type { Client } from 'pg';
import type { Allocation } from '#lib/credits/allocate';
import { accountRow, accountRows } from './account-row.ts';
import type { Deed, EffectKind, Statement } from './effect.ts';
import type { WriteIntent } from './intent.ts';
import { allOf, commit, lineOf, lines, run } from './statement.ts';

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
    voice_session_id, request_id, actor, analysis_id, created_at)
  SELECT f[1], f[2]::bigint, f[3]::credit_entry_kind, f[4]::int + f[5]::int, f[4]::int, f[5]::int, f[6]::int,
    nullif(f[7], ''), nullif(f[8], ''), f[9], nullif(f[10], ''), $2
  FROM ${lines}`,
};

const deleteExpired = {
  name: 'delete_expired_records',
  text: `
  DELETE FROM idempotency_records WHERE id = ANY($1::uuid[]) AND expires_at <= clock_timestamp()`,
};

export const insertRecords = {
  name: 'insert_records',
  text: `
  INSERT INTO idempotency_records (id, fingerprint, status, kept, expires_at)
  SELECT f[1]::uuid, decode(f[2], 'hex'), f[3]::int, f[4], $2::timestamptz + ${KEPT}
  FROM ${lines}`,
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
  const send = (statement: Statement, rows: string) => {
    if (rows !== '') sent.push(run(client, statement, [rows, time]));
  };
  if (accounts.length > 0) {
    sent.push(run(client, updateAccounts, [JSON.stringify(accounts.map(accountRow))]));
  }
  for (const [kind, rows] of effectRows(intents, writing.deeds)) send(kind.store, rows.join('\n'));
  send(insertEntries, entryLines(intents, entries, writing.deeds));
  if (writing.expired.size > 0) sent.push(run(client, deleteExpired, [[...writing.expired]]));
  send(insertRecords, recordLines(intents, writing.deeds));
  sent.push(commit(client));
  await allOf(sent);
}

export function effectRows(intents: readonly WriteIntent[], deeds: ReadonlyMap<number, Deed>) {
  const rows = new Map<EffectKind, string[]>();
  for (const [index, deed] of deeds) {
    const kind = intents[index]?.effect.kind;
    if (kind === undefined || deed.row === null) continue;
    const list = rows.get(kind) ?? [];
    rows.set(kind, list);
    list.push(deed.row);
  }
  return rows;
}

export function entryLines(
  intents: readonly WriteIntent[],
  entries: Allocation['entries'],
  deeds: ReadonlyMap<number, Deed>,
): string {
  const rows = entries.map((entry) => {
    const intent = entry.request === null ? undefined : intents[entry.request];
    const deed = entry.request === null ? undefined : deeds.get(entry.request);
    return lineOf([
      entry.accountId,
      entry.sequence,
      entry.kind,
      entry.includedDelta,
      entry.purchasedDelta,
      entry.balanceAfter,
      deed?.voiceSessionId ?? null,
      intent?.requestId ?? null,
      intent?.keyId ?? 'system',
      deed?.analysisId ?? null,
    ]);
  });
  return rows.join('\n');
}

export function recordLines(
  intents: readonly WriteIntent[],
  deeds: ReadonlyMap<number, Deed>,
): string {
  const rows: string[] = [];
  for (const [index, { status, kept }] of deeds) {
    const record = intents[index]?.record;
    if (record != null) rows.push(lineOf([record.id, record.fingerprint, status, kept]));
  }
  return rows.join('\n');
}
