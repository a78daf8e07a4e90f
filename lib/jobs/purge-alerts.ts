import { inBatches } from './in-batches.ts';
import type { Job } from './job.ts';

/** Days after which an alert that is over is forgotten with its deliveries, a test-send, an address of no channel and no member, that a mail went. */
const DAYS = 90;

/** What still fires stays, however old. */
export const purgeAlerts: Job = {
  name: 'purge-alerts',
  cron: '37 * * * *',
  run: async (pool) => {
    const alerts = await inBatches(
      pool,
      `DELETE FROM alerts WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM alerts WHERE resolved_at < now() - interval '${DAYS} days'
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    );
    const tests = await inBatches(
      pool,
      `DELETE FROM alert_deliveries WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM alert_deliveries
         WHERE alert_id IS NULL AND settled_at < now() - interval '${DAYS} days'
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    );
    const strangers = await inBatches(
      pool,
      `DELETE FROM alert_recipients WHERE ctid = ANY (ARRAY(
         SELECT a.ctid FROM alert_recipients a
         WHERE a.created_at < now() - interval '${DAYS} days' AND a.withdrawn_at IS NULL AND NOT EXISTS (
           SELECT FROM alert_channels c
           WHERE c.organization_id = a.organization_id AND a.email = ANY (c.recipients))
         AND NOT EXISTS (
           SELECT FROM memberships m JOIN users u ON u.id = m.user_id
           WHERE m.organization_id = a.organization_id AND u.email = a.email)
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    );
    const mails = await inBatches(
      pool,
      `DELETE FROM alert_mails WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM alert_mails WHERE taken_at < now() - interval '${DAYS} days'
         LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    );
    return alerts + tests + strangers + mails;
  },
};
