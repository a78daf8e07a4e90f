import type { Pool } from 'pg';
import type { Environment } from '#lib/db/generated/enums';
import { ensurePartitions } from '#lib/usage/partitions';
import { rollUsage } from '#lib/usage/roll';

const DAY_MS = 86_400_000;

/** Calls of one minute as a gate would have recorded them. */
export type UsageRow = {
  readonly organizationId: string;
  readonly environment: Environment;
  /** Epoch milliseconds, a whole minute. */
  readonly start: number;
  readonly keyId: string;
  readonly route: string;
  readonly status: number;
  readonly code: string;
  readonly requests: number;
  /** The bucket of latency that all of these calls are in. */
  readonly slot: number;
  readonly peak: number;
  readonly peakLimit: number;
  readonly keyPeak: number;
  readonly keyLimit: number;
};

const INSERT = `
  INSERT INTO records.usage_minutes (start, organization_id, environment, key_id, route, status, code, requests,
    credits, replays, latency, peak, peak_limit, key_peak, key_limit)
  SELECT to_timestamp(start / 1000), "organizationId", environment::environment, "keyId", route, status, code, requests,
    0, 0, ARRAY[slot, requests], peak, "peakLimit", "keyPeak", "keyLimit"
  FROM jsonb_to_recordset($1) AS r (start float8, "organizationId" text, environment text, "keyId" text, route text,
    status smallint, code text, requests int, slot int, peak int, "peakLimit" int, "keyPeak" int, "keyLimit" int)
  ON CONFLICT (organization_id, environment, start, key_id, route, status, code)
  DO UPDATE SET requests = excluded.requests, latency = excluded.latency, peak = excluded.peak,
    peak_limit = excluded.peak_limit, key_peak = excluded.key_peak, key_limit = excluded.key_limit`;

/** Writes minutes, whose days' partitions are made where they are missing. */
export async function insertUsage(pool: Pool, rows: readonly UsageRow[]): Promise<void> {
  for (const day of new Set(rows.map(({ start }) => Math.floor(start / DAY_MS)))) {
    await ensurePartitions(pool, day * DAY_MS);
  }
  await pool.query(INSERT, [JSON.stringify(rows)]);
}

/** Makes hours, days and windows of the minutes of the last `days` days, as the worker does. */
export async function rollAll(pool: Pool, days: number): Promise<void> {
  await unroll(pool, days);
  await rollUsage(pool);
}

/** As if nothing of the last `days` days had been rolled. */
export async function unroll(pool: Pool, days: number): Promise<void> {
  await pool.query(
    `UPDATE records.progress SET hours_until = date_trunc('day', now() - $1 * interval '1 day', 'UTC'),
       days_until = date_trunc('day', now() - $1 * interval '1 day', 'UTC')`,
    [days],
  );
}
