import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/**
 * A gate that was killed holds its streams no more: their sessions are free, and what they recorded by then is
 * all there is. A gate that was only away finds that out with the next thing it stores.
 */
export const freeDeadStreams: Job = {
  name: 'free-dead-streams',
  cron: '* * * * *',
  run: (pool) =>
    inBatches(
      pool,
      `WITH freed AS (
         UPDATE voice_sessions SET stream_gate_id = NULL WHERE id IN (
           SELECT v.id FROM voice_sessions v WHERE v.stream_gate_id IS NOT NULL AND NOT EXISTS (
             SELECT FROM gate_instances g WHERE g.id = v.stream_gate_id AND g.stopped_at IS NULL
               AND g.heartbeat_at > now() - interval '30 seconds')
           ORDER BY v.id LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, status),
       settled AS (
         UPDATE recordings r SET status = CASE WHEN r.sample_bytes > 0 THEN 'ready'::recording_status ELSE 'failed' END
         FROM freed WHERE r.session_id = freed.id AND r.status = 'processing' AND freed.status <> 'ended')
       SELECT id FROM freed`,
    ),
};
