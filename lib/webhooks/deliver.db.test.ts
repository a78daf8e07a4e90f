import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { startWorker } from '#lib/jobs/worker';
import { seal } from '#lib/seal';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { type HookServer, startHookServer } from '#test/hook-server';
import {
  deliveryStates,
  letPausesEnd,
  makeSessions,
  type SeededEndpoint,
  seedEndpoint,
} from '#test/webhooks';
import { webhookEnvelope } from './payloads.ts';
import { DELIVERIES } from './queue.ts';
import { newSecretSource, secretOf } from './secret.ts';

let worker: { close(): Promise<void> };
let organizationId: string;
let keyId: string;
const hooks: HookServer[] = [];

beforeAll(async () => {
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  resetEnv();
  worker = await startWorker();
});
afterAll(async () => {
  await worker.close();
  await Promise.all(hooks.map((hook) => hook.close()));
});
beforeEach(async () => {
  organizationId = await seedOrganization(ownerPool());
  keyId = (await seedKey(ownerPool(), organizationId)).id;
});

async function hookOf(answer?: Parameters<typeof startHookServer>[0]): Promise<HookServer> {
  const hook = await startHookServer(answer);
  hooks.push(hook);
  return hook;
}

const endpointAt = (hook: HookServer): Promise<SeededEndpoint> =>
  seedEndpoint(organizationId, { url: hook.url, events: ['session.created'] });

const happen = (count = 1) => makeSessions({ organizationId, keyId, count });
const deliveriesOf = ({ id }: SeededEndpoint) => deliveryStates(id);

const soon = { timeout: 5_000, interval: 25 };

test('an event arrives within 2 s of its making, signed so that standardwebhooks takes it', async () => {
  const hook = await hookOf();
  const { secret } = await endpointAt(hook);
  const start = performance.now();
  await happen();
  await expect.poll(() => hook.calls.length, soon).toBe(1);
  expect(performance.now() - start).toBeLessThan(2_000);
  const [{ headers, body } = { headers: {}, body: '' }] = hook.calls;
  const event = new Webhook(secret).verify(body, headers as Record<string, string>);
  expect(webhookEnvelope('session.created').parse(event).id).toBe(headers['webhook-id']);
  const other = new Webhook(secretOf('wh_other', newSecretSource()));
  expect(() => other.verify(body, headers as Record<string, string>)).toThrow();
});

test('a failure is tried again after the pause, with the same id and body, until it works', async () => {
  let status = 500;
  const hook = await hookOf((response) => response.writeHead(status).end(`said ${status}\0`));
  const endpoint = await endpointAt(hook);
  await happen();
  const state = () => deliveriesOf(endpoint);
  await expect.poll(state, soon).toMatchObject([{ status: 'pending', attempts: 1 }]);
  const [first] = await state();
  expect(first?.pause).toBeGreaterThan(50);
  expect(first?.pause).toBeLessThan(67);
  const failing = `SELECT failing_since IS NOT NULL AS failing FROM webhook_endpoints WHERE id = '${endpoint.id}'`;
  expect((await ownerPool().query(failing)).rows).toEqual([{ failing: true }]);
  status = 204;
  await letPausesEnd();
  await expect
    .poll(state, soon)
    .toMatchObject([{ status: 'succeeded', attempts: 2, statuses: [500, 204] }]);
  const [one, other] = hook.calls;
  expect(other?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
  expect(other?.body).toBe(one?.body);
  expect((await ownerPool().query(failing)).rows).toEqual([{ failing: false }]);
});

test('a job that seemed lost while its attempt was settled makes no other attempt', async () => {
  const hook = await hookOf((response) => response.writeHead(500).end());
  const endpoint = await endpointAt(hook);
  await happen();
  await expect.poll(() => deliveriesOf(endpoint), soon).toMatchObject([{ attempts: 1 }]);
  const first = `name = '${DELIVERIES}' AND group_id = '${endpoint.id}' AND data->>'number' = '1'`;
  const { rowCount } = await ownerPool().query(
    `UPDATE pgboss.job SET state = 'retry', start_after = now(), completed_on = NULL WHERE ${first}`,
  );
  expect(rowCount).toBe(1);
  const states = async () =>
    (await ownerPool().query(`SELECT state::text FROM pgboss.job WHERE ${first}`)).rows;
  await expect.poll(states, soon).toEqual([{ state: 'completed' }]);
  expect(hook.calls).toHaveLength(1);
  expect(await deliveriesOf(endpoint)).toMatchObject([{ status: 'pending', attempts: 1 }]);
});

test('after the eighth failure the delivery is over', async () => {
  const hook = await hookOf((response) => response.writeHead(503).end());
  const endpoint = await endpointAt(hook);
  await happen();
  for (let attempts = 1; attempts <= 8; attempts++) {
    await expect.poll(() => deliveriesOf(endpoint), soon).toMatchObject([{ attempts }]);
    await letPausesEnd();
  }
  expect(await deliveriesOf(endpoint)).toMatchObject([{ status: 'failed', attempts: 8 }]);
  expect(hook.calls).toHaveLength(8);
});

test('while a secret is replaced both sign, afterwards the new one alone', async () => {
  const hook = await hookOf();
  const { id, secret: old } = await endpointAt(hook);
  const secret = secretOf(id, newSecretSource());
  const rotate = `UPDATE webhook_endpoints SET previous_sealed_secret = $2, sealed_secret = $3,
    previous_ends_at = clock_timestamp() + $4::interval WHERE id = $1`;
  await ownerPool().query(rotate, [id, seal(old), seal(secret), '1 minute']);
  await happen();
  await expect.poll(() => hook.calls.length, soon).toBe(1);
  await ownerPool().query(rotate, [id, seal(old), seal(secret), '0']);
  await happen();
  await expect.poll(() => hook.calls.length, soon).toBe(2);
  const taken = (one: string, call: number) => () =>
    new Webhook(one).verify(
      hook.calls[call]?.body ?? '',
      hook.calls[call]?.headers as Record<string, string>,
    );
  expect(taken(old, 0)).not.toThrow();
  expect(taken(secret, 0)).not.toThrow();
  expect(taken(secret, 1)).not.toThrow();
  expect(taken(old, 1)).toThrow();
});

async function endpointState({ id }: SeededEndpoint) {
  const { rows } = await ownerPool().query(
    `SELECT e.enabled, e.disabled_reason AS reason, (SELECT a.action FROM audit_events a WHERE a.target_id = e.id) AS audited,
       (SELECT count(*)::int FROM pgboss.job j WHERE j.name = 'webhook-notices' AND j.data->>'endpointId' = e.id) AS notices
     FROM webhook_endpoints e WHERE e.id = $1`,
    [id],
  );
  return rows[0];
}

test('410 switches the endpoint off, says so to its owners once, and ends what still waits', async () => {
  const hook = await hookOf((response) => response.writeHead(410).end());
  const endpoint = await endpointAt(hook);
  await happen(12);
  const off = { enabled: false, reason: 'gone', audited: 'webhook.disable', notices: 1 };
  await expect.poll(() => endpointState(endpoint), soon).toEqual(off);
  await expect
    .poll(async () => (await deliveriesOf(endpoint)).map(({ status }) => status), soon)
    .toEqual(Array(12).fill('failed'));
  expect(hook.calls.length).toBeLessThanOrEqual(4);
});

test('five days of failures switch the endpoint off', async () => {
  const hook = await hookOf((response) => response.writeHead(500).end());
  const endpoint = await endpointAt(hook);
  await ownerPool().query(
    `UPDATE webhook_endpoints SET failing_since = now() - interval '5 days' WHERE id = $1`,
    [endpoint.id],
  );
  await happen();
  const off = { enabled: false, reason: 'failing', audited: 'webhook.disable', notices: 1 };
  await expect.poll(() => endpointState(endpoint), soon).toEqual(off);
});

test('an answer is kept as far as 64 kB, also one that PostgreSQL could not hold', async () => {
  const hook = await hookOf((response) => response.writeHead(500).end('x\0'.repeat(50_000)));
  const endpoint = await endpointAt(hook);
  await happen();
  await expect.poll(() => deliveriesOf(endpoint), soon).toMatchObject([{ statuses: [500] }]);
  const { rows } = await ownerPool().query(
    `SELECT length(a.body) AS length, left(a.body, 2) AS start FROM webhook_attempts a
     JOIN webhook_deliveries d ON d.id = a.delivery_id WHERE d.endpoint_id = $1`,
    [endpoint.id],
  );
  expect(rows).toEqual([{ length: 65_536, start: 'x\ufffd' }]);
});
