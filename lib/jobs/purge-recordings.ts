import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Recordings are large: so few go in one transaction. */
const AT_ONCE = 20;

/** Recordings past their end, with their sound; the API has not shown them since then. */
export const purgeRecordings: Job = {
  name: 'purge-recordings',
  cron: '27 * * * *',
  run: (pool) =>
    inBatches(
      pool,
      `DELETE FROM recordings WHERE id IN (
         SELECT id FROM recordings WHERE expires_at <= now()
         ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      AT_ONCE,
    ),
};
