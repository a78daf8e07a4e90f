import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { appConnection } from '#lib/db/connection';
import { createPool } from '#lib/db/pool';
import { env } from '#lib/env';
import { createQueues, queueDeliveries } from '#lib/webhooks/queue';
import { ownerPool } from '#test/database';
import { seedOrganization } from '#test/gate-data';
import { seedDelivery } from '#test/webhooks';
import { purgeWebhooks } from './purge-webhooks.ts';
import { requeueWebhooks } from './requeue-webhooks.ts';
import { SCHEMA } from './worker.ts';

let pool: Pool;
let boss: PgBoss;
let organizationId: string;

beforeAll(async () => {
  pool = createPool({ max: 2, name: 'test' });
  const connection = appConnection(env().databaseUrl);
  boss = await new PgBoss({ ...connection, schema: SCHEMA, createSchema: false }).start();
  await createQueues(boss);
});
afterAll(async () => {
  await boss.stop();
  await pool.end();
});
beforeEach(async () => {
  organizationId = await seedOrganization(ownerPool());
});

async function left(): Promise<{ endpoints: number; events: number; deliveries: number }> {
  const { rows } = await ownerPool().query(
    `SELECT (SELECT count(*)::int FROM webhook_endpoints WHERE organization_id = $1) AS endpoints,
       (SELECT count(*)::int FROM webhook_events WHERE organization_id = $1) AS events,
       (SELECT count(*)::int FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
        WHERE e.organization_id = $1) AS deliveries`,
    [organizationId],
  );
  return rows[0];
}

test('events go after 30 days with their deliveries, but not while one is under way', async () => {
  const age = (days: number, status: string, id: string) =>
    ownerPool().query(
      `WITH d AS (UPDATE webhook_deliveries SET status = $2::webhook_delivery_status WHERE id = $3 RETURNING event_id)
       UPDATE webhook_events v SET created_at = now() - make_interval(days => $1) FROM d WHERE v.id = d.event_id`,
      [days, status, id],
    );
  const [old, young, waiting] = [
    await seedDelivery(organizationId),
    await seedDelivery(organizationId),
    await seedDelivery(organizationId),
  ];
  await age(31, 'succeeded', old.deliveryId);
  await age(29, 'succeeded', young.deliveryId);
  await age(31, 'pending', waiting.deliveryId);
  expect(await purgeWebhooks.run(pool)).toBe(1);
  expect(await purgeWebhooks.run(pool)).toBe(0);
  expect(await left()).toEqual({ endpoints: 3, events: 2, deliveries: 2 });
});

test('old events go with deliveries and attempts, however many, and few at a time', async () => {
  const { endpointId } = await seedDelivery(organizationId);
  await ownerPool().query(
    `WITH old AS (
       INSERT INTO webhook_events (id, organization_id, environment, type, data, created_at)
       SELECT $1 || '_' || n, $1, 'live', 'session.created', '{}', now() - interval '31 days'
       FROM generate_series(1, 350) n RETURNING id),
     sent AS (
       INSERT INTO webhook_deliveries (id, endpoint_id, event_id, status)
       SELECT 'whd_' || id, $2, id, 'failed' FROM old RETURNING id)
     INSERT INTO webhook_attempts (delivery_id, number, at, duration, status, body)
     SELECT id, n, now(), 5, 500, 'no' FROM sent, generate_series(1, 8) n`,
    [organizationId, endpointId],
  );
  const batches = vi.spyOn(pool, 'query');
  expect(await purgeWebhooks.run(pool)).toBe(350);
  const changed = await Promise.all(batches.mock.results.map(({ value }) => value));
  batches.mockRestore();
  expect(changed.map(({ rowCount }) => rowCount)).toEqual([100, 100, 100, 50, 0]);
  const { rows } = await ownerPool().query(
    'SELECT count(*)::int AS attempts FROM webhook_attempts WHERE delivery_id LIKE $1',
    [`whd_${organizationId}%`],
  );
  expect(rows).toEqual([{ attempts: 0 }]);
  expect(await left()).toEqual({ endpoints: 1, events: 1, deliveries: 1 });
});

test('a removed endpoint goes a day later, when nothing of its log is left', async () => {
  const { endpointId, deliveryId } = await seedDelivery(organizationId);
  await ownerPool().query(
    `UPDATE webhook_endpoints SET enabled = false, disabled_reason = 'owner', sealed_secret = '',
       deleted_at = now() - interval '25 hours' WHERE id = $1`,
    [endpointId],
  );
  expect(await purgeWebhooks.run(pool)).toBe(0);
  await ownerPool().query('DELETE FROM webhook_deliveries WHERE id = $1', [deliveryId]);
  expect(await purgeWebhooks.run(pool)).toBe(1);
  expect((await left()).endpoints).toBe(0);
});

test('a delivery that the queue lost is queued again, one that it has is not', async () => {
  await pool.query(`UPDATE webhook_deliveries SET status = 'failed'`);
  const lost = await seedDelivery(organizationId);
  await seedDelivery(organizationId);
  await ownerPool().query(
    `UPDATE webhook_deliveries SET next_attempt_at = now() - interval '11 minutes'`,
  );
  expect(await queueDeliveries(boss, pool)).toBe(2);
  expect(await queueDeliveries(boss, pool)).toBe(0);
  expect(await requeueWebhooks.run(pool)).toBe(0);
  await ownerPool().query('DELETE FROM pgboss.job WHERE singleton_key = $1', [lost.deliveryId]);
  expect(await requeueWebhooks.run(pool)).toBe(1);
  expect(await queueDeliveries(boss, pool)).toBe(1);
});
