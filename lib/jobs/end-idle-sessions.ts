import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Voice sessions that have been idle for 30 minutes ended then; the API says so before this job notes it. */
export const endIdleSessions: Job = {
  name: 'end-idle-sessions',
  cron: '* * * * *',
  run: (pool) =>
    inBatches(
      pool,
      `UPDATE voice_sessions SET status = 'ended', ended_at = last_activity_at + interval '30 minutes' WHERE id IN (
         SELECT id FROM voice_sessions
         WHERE status <> 'ended' AND last_activity_at < now() - interval '30 minutes'
         ORDER BY last_activity_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    ),
};
