import type { Pool } from 'pg';
import { transaction } from '#lib/db/transaction';

const DAY_MS = 86_400_000;
/** Days before today that rows may still come for, and days ahead that are ready. */
const BEHIND = 1;
const AHEAD = 7;
/** Key of the advisory lock that is held while partitions are made or dropped, so that several processes do not collide. */
export const PARTITIONS_LOCK = 727_073_701;
/** Milliseconds to wait for a table that somebody reads; whoever comes behind us waits as well. */
const LOCK_TIMEOUT_MS = 2_000;

/** The tables that are cut by day of UTC, and the column that cuts them. */
export const dailyTables = { request_segments: 'last_at', usage_minutes: 'start' } as const;
export type DailyTable = keyof typeof dailyTables;

/** The partition of a day, e.g. `usage_minutes_20261124`. */
export function partitionName(table: DailyTable, day: Date): string {
  return `${table}_${day.toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/**
 * Makes the partitions from yesterday to a week ahead that are not there yet. Attached, not created in
 * place: that would wait for every reader of the table, and let every other one wait.
 * @param now epoch milliseconds by the database's clock
 * @returns how many were made
 */
export async function ensurePartitions(pool: Pool, now: number): Promise<number> {
  const today = Math.floor(now / DAY_MS);
  const days = Array.from({ length: BEHIND + AHEAD + 1 }, (_, i) => today - BEHIND + i);
  return alone(pool, async (query) => {
    const present = new Set((await query(PRESENT)).map(({ name }) => name));
    let made = 0;
    for (const [table, column] of Object.entries(dailyTables) as [DailyTable, string][]) {
      for (const day of days) {
        if (present.has(partitionName(table, new Date(day * DAY_MS)))) continue;
        await query(attach(table, column, day));
        made += 1;
      }
    }
    return made;
  });
}

/**
 * Drops the partitions whose days are all older than the table's retention.
 * @param keep days to keep, today not counted
 * @returns how many were dropped
 */
export async function dropPartitions(
  pool: Pool,
  now: number,
  keep: Readonly<Record<DailyTable, number>>,
): Promise<number> {
  return alone(pool, async (query) => {
    const names = (await query(PRESENT)).map(({ name }) => name);
    let dropped = 0;
    for (const [table, days] of Object.entries(keep) as [DailyTable, number][]) {
      const oldest = partitionName(table, new Date(now - days * DAY_MS));
      for (const name of names) {
        if (!name.startsWith(`${table}_`) || name >= oldest) continue;
        await query(`DROP TABLE records.${name}`);
        dropped += 1;
      }
    }
    return dropped;
  });
}

const PRESENT = `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent IN ('records.request_segments'::regclass, 'records.usage_minutes'::regclass)
    AND c.relname ~ '^(request_segments|usage_minutes)_[0-9]{8}$'`;

function attach(table: DailyTable, column: string, day: number): string {
  const name = partitionName(table, new Date(day * DAY_MS));
  const from = new Date(day * DAY_MS).toISOString();
  const to = new Date((day + 1) * DAY_MS).toISOString();
  return `CREATE TABLE records.${name} (LIKE records.${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE,
      CHECK ("${column}" >= '${from}' AND "${column}" < '${to}'));
    ${withoutStatistics(table, name)};
    ALTER TABLE records.${table} ATTACH PARTITION records.${name} FOR VALUES FROM ('${from}') TO ('${to}')`;
}

/** Copies what LIKE leaves out: of which columns no statistics are kept. */
function withoutStatistics(table: DailyTable, name: string): string {
  return `DO $do$ DECLARE "column" name; BEGIN
      FOR "column" IN SELECT attname FROM pg_attribute
        WHERE attrelid = 'records.${table}'::regclass AND attstattarget = 0 AND attnum > 0
      LOOP EXECUTE format('ALTER TABLE records.${name} ALTER %I SET STATISTICS 0', "column"); END LOOP;
    END $do$`;
}

type Query = (sql: string) => Promise<{ name: string }[]>;

function alone<T>(pool: Pool, work: (query: Query) => Promise<T>): Promise<T> {
  return transaction(pool, async (client) => {
    await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query(`SELECT pg_advisory_xact_lock(${PARTITIONS_LOCK})`);
    return work(async (sql) => (await client.query<{ name: string }>(sql)).rows);
  });
}
