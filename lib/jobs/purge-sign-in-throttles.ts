import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Counters of failed sign-ins that have run out; `expire` is in milliseconds since the epoch. */
export const purgeSignInThrottles: Job = {
  name: 'purge-sign-in-throttles',
  cron: '53 * * * *',
  run: (pool) =>
    inBatches(
      pool,
      `DELETE FROM sign_in_throttles WHERE key IN (
         SELECT key FROM sign_in_throttles
         WHERE expire < extract(epoch FROM now() - interval '1 hour') * 1000
         LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    ),
};
