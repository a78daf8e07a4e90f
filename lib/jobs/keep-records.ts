import type { Pool } from 'pg';
import { env } from '#lib/env';
import { dropPartitions, ensurePartitions } from '#lib/usage/partitions';
import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Days after which a caller that fell silent is forgotten. */
const CALLER_DAYS = 90;

/** Makes the coming days' partitions and lets go of what is older than its retention. */
export const keepRecords: Job = {
  name: 'keep-records',
  cron: '17 * * * *',
  run: async (pool) => {
    const { requests, minutes, rollups } = env().recordDays;
    const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const now = rows[0]?.now.getTime() ?? 0;
    const made = await ensurePartitions(pool, now);
    const dropped = await dropPartitions(pool, now, {
      request_segments: requests,
      usage_minutes: minutes,
    });
    const purged = [
      await purge(pool, 'usage_hours', 'start', rollups),
      await purge(pool, 'pressure_hours', 'start', rollups),
      await purge(pool, 'usage_days', 'start', rollups),
      await purge(pool, 'unidentified', 'start', requests),
      await purge(pool, 'callers', 'last_seen', CALLER_DAYS),
    ];
    return made + dropped + purged.reduce((sum, rows) => sum + rows, 0);
  },
};

function purge(pool: Pool, table: string, column: string, days: number): Promise<number> {
  return inBatches(
    pool,
    `DELETE FROM records.${table} WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM records.${table} WHERE ${column} < now() - interval '${days} days'
       LIMIT $1 FOR UPDATE SKIP LOCKED))`,
  );
}
