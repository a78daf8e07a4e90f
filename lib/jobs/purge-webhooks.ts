import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Days after which an event is forgotten with its deliveries, unless one is still under way. */
const DAYS = 30;
/** Each has a delivery for every endpoint that wanted it, with up to 8 answers of 64 kB: so few go in one transaction. */
const AT_ONCE = 100;

/** Old events with their deliveries, and endpoints that were removed, once nothing of theirs is left. */
export const purgeWebhooks: Job = {
  name: 'purge-webhooks',
  cron: '47 * * * *',
  run: async (pool) => {
    const events = await inBatches(
      pool,
      `DELETE FROM webhook_events WHERE ctid = ANY (ARRAY(
         SELECT v.ctid FROM webhook_events v
         WHERE v.created_at < now() - interval '${DAYS} days' AND NOT EXISTS (
           SELECT FROM webhook_deliveries d WHERE d.event_id = v.id AND d.status = 'pending')
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
      AT_ONCE,
    );
    const endpoints = await inBatches(
      pool,
      `DELETE FROM webhook_endpoints WHERE ctid = ANY (ARRAY(
         SELECT e.ctid FROM webhook_endpoints e
         WHERE e.deleted_at < now() - interval '1 day' AND NOT EXISTS (
           SELECT FROM webhook_deliveries d WHERE d.endpoint_id = e.id)
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    );
    return events + endpoints;
  },
};
