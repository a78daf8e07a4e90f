import type { Client } from 'pg';
import type { AccountFigures } from '#lib/credits/account';
import type { Book, KeyFacts, StoredAnswer } from '#lib/credits/allocate';
import type { Plan } from '#lib/db/generated/enums';
import type { Permission } from '#lib/keys/scopes';
import { effectiveLimits } from '#lib/orgs/plans';
import type { EffectKind, LoadedRow } from './effect.ts';
import type { WriteIntent } from './intent.ts';
import { begin, run } from './statement.ts';

/** What a batch is decided on, all of it read under the accounts' locks. */
export type Reading = {
  readonly book: Book;
  /** Rows that effects asked for, by id. */
  readonly rows: ReadonlyMap<string, LoadedRow>;
  /** Ids of records past their time, which a new one may replace. */
  readonly expired: ReadonlySet<string>;
  /** The state of each key as one text, to tell whether it is still the same. */
  readonly stamps: ReadonlyMap<string, string>;
};

/** `wait`: for accounts that another transaction holds. `skip`: leave them out of the book. */
export type LockMode = 'wait' | 'skip';

const lockText = `
  SELECT id, balance, included, purchased, used_this_period, last_sequence::float8 AS last_sequence,
    (extract(epoch FROM period_start) * 1000)::float8 AS period_start,
    (extract(epoch FROM period_end) * 1000)::float8 AS period_end
  FROM credit_accounts WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE`;
const lockAccounts = { name: 'lock_accounts', text: lockText };
const lockFreeAccounts = { name: 'lock_free_accounts', text: `${lockText} SKIP LOCKED` };

/** Everything that decides a key's calls, by its id; without the time, so that it changes only when they do. */
export const keyState = `
  SELECT k.id, k.revoked_at IS NOT NULL AS revoked,
    coalesce(least(k.expires_at, k.retires_at) <= clock_timestamp(), false) AS expired,
    ARRAY(SELECT s.scope::text FROM api_key_scopes s WHERE s.key_id = k.id) AS permissions,
    o.status = 'active' AS active, o.plan, o.rate_limit_per_minute, o.concurrent_sessions, o.credits_per_period,
    (SELECT count(*)::int FROM voice_sessions v WHERE v.organization_id = k.organization_id
      AND v.environment = k.environment AND v.status = 'active') AS streaming
  FROM api_keys k JOIN organizations o ON o.id = k.organization_id`;

const readKeys = {
  name: 'read_keys',
  text: `
  SELECT state.*, state::text AS stamp, floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
  FROM (${keyState} WHERE k.id = ANY($1::text[])) state`,
};

// LATERAL with OFFSET keeps the look-up on the primary key, whatever the table's statistics say.
const readRecords = {
  name: 'read_records',
  text: `
  SELECT w.id, r.expires_at <= clock_timestamp() AS expired, encode(r.fingerprint, 'hex') AS fingerprint, r.status, r.kept
  FROM unnest($1::text[]) AS w(id)
  CROSS JOIN LATERAL (SELECT * FROM idempotency_records i WHERE i.id = w.id::uuid OFFSET 0) r`,
};

type AccountRow = {
  id: string;
  balance: number;
  included: number;
  purchased: number;
  used_this_period: number;
  last_sequence: number;
  period_start: number;
  period_end: number;
};
type KeyRow = {
  id: string;
  revoked: boolean;
  expired: boolean;
  permissions: Permission[];
  active: boolean;
  plan: Plan;
  rate_limit_per_minute: number | null;
  concurrent_sessions: number | null;
  credits_per_period: number | null;
  streaming: number;
  stamp: string;
  now: number;
};
type RecordRow = StoredAnswer & { id: string; expired: boolean };

/**
 * Opens the transaction, locks the batch's accounts and reads what decides it, in one round trip. The
 * locks come first by a statement of their own: the later ones then see what their last holder wrote.
 */
export async function read(
  client: Client,
  intents: readonly WriteIntent[],
  mode: LockMode,
): Promise<Reading> {
  const records = wantedRecords(intents);
  const [, accounts, keys, answers, ...loaded] = await Promise.all([
    begin(client),
    run<AccountRow>(client, mode === 'wait' ? lockAccounts : lockFreeAccounts, [
      distinct(intents.map((intent) => intent.accountId)),
    ]),
    run<KeyRow>(client, readKeys, [distinct(intents.map((intent) => intent.keyId))]),
    records.length === 0 ? [] : run<RecordRow>(client, readRecords, [records]),
    ...loads(client, intents),
  ]);
  const [first] = keys;
  return {
    book: {
      now: first?.now ?? 0,
      accounts: new Map(accounts.map((row) => [row.id, toFigures(row)])),
      keys: new Map(keys.map((row) => [row.id, toFacts(row)])),
      answers: new Map(answers.filter((row) => !row.expired).map((row) => [row.id, row])),
    },
    rows: new Map(loaded.flat().map((row) => [String(row.id), row])),
    expired: new Set(answers.filter((row) => row.expired).map((row) => row.id)),
    stamps: new Map(keys.map((row) => [row.id, row.stamp])),
  };
}

function wantedRecords(intents: readonly WriteIntent[]): string[] {
  return intents.flatMap(({ record }) => (record === null ? [] : [record.id]));
}

function loads(client: Client, intents: readonly WriteIntent[]): Promise<LoadedRow[]>[] {
  const targets = new Map<EffectKind, string[]>();
  for (const { effect } of intents) {
    if (effect.target === null) continue;
    const ids = targets.get(effect.kind) ?? [];
    targets.set(effect.kind, ids);
    ids.push(effect.target);
  }
  return [...targets].flatMap(([kind, ids]) =>
    kind.load === null ? [] : [run<LoadedRow>(client, kind.load, [distinct(ids)])],
  );
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

function toFigures(row: AccountRow): AccountFigures {
  return {
    id: row.id,
    balance: row.balance,
    included: row.included,
    purchased: row.purchased,
    usedThisPeriod: row.used_this_period,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    lastSequence: row.last_sequence,
  };
}

function toFacts(row: KeyRow): KeyFacts {
  const limits = effectiveLimits({
    plan: row.plan,
    rateLimitPerMinute: row.rate_limit_per_minute,
    concurrentSessions: row.concurrent_sessions,
    creditsPerPeriod: row.credits_per_period,
  });
  return {
    revoked: row.revoked,
    expired: row.expired,
    permissions: row.permissions,
    organizationActive: row.active,
    creditsPerPeriod: limits.creditsPerPeriod,
    concurrentSessions: limits.concurrentSessions,
    streaming: row.streaming,
  };
}
