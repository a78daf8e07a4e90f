import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** An hour past the end, so that a replay that began just before it still finds its record. */
export const purgeIdempotencyRecords: Job = {
  name: 'purge-idempotency-records',
  cron: '7 * * * *',
  run: (pool) =>
    inBatches(
      pool,
      `DELETE FROM idempotency_records WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM idempotency_records WHERE expires_at < now() - interval '1 hour'
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    ),
};
