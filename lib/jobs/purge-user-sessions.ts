import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Sign-ins that ended 30 days ago; until then their owner can see them in the settings. */
export const purgeUserSessions: Job = {
  name: 'purge-user-sessions',
  cron: '23 * * * *',
  run: (pool) =>
    inBatches(
      pool,
      `DELETE FROM user_sessions WHERE id IN (
         SELECT id FROM user_sessions
         WHERE LEAST(ended_at, expires_at) < now() - interval '30 days'
         LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    ),
};
