import { DELIVERIES } from '#lib/webhooks/queue';
import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Minutes past its time after which a delivery is looked for in the queue. */
const LATE = 10;

/** Deliveries whose job the queue gave up or lost get another: nothing that was accepted stays undelivered. */
export const requeueWebhooks: Job = {
  name: 'requeue-webhooks',
  cron: '*/5 * * * *',
  run: (pool) =>
    inBatches(
      pool,
      `UPDATE webhook_deliveries SET queued = false WHERE ctid = ANY (ARRAY(
         SELECT d.ctid FROM webhook_deliveries d
         WHERE d.status = 'pending' AND d.queued AND d.next_attempt_at < now() - interval '${LATE} minutes'
           AND NOT EXISTS (SELECT FROM pgboss.job j WHERE j.name = '${DELIVERIES}'
             AND j.singleton_key = d.id AND j.state < 'completed')
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    ),
};
