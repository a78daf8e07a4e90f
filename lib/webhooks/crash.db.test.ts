import { afterAll, beforeEach, expect, test } from 'vitest';
import { startProcess, type TestProcess } from '#test/child-process';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { type HookServer, startHookServer } from '#test/hook-server';
import { type DeliveryState, deliveryStates, makeSessions, seedEndpoint } from '#test/webhooks';
import type { DeliveryPoint } from './points.ts';

/** What a dead worker held is done again within this time. Source: docs/operations.md, "Webhook endpoints". */
const DONE_AGAIN_MS = 30_000;
const workers: TestProcess[] = [];
const hooks: HookServer[] = [];
let organizationId: string;
let keyId: string;

beforeEach(async () => {
  organizationId = await seedOrganization(ownerPool());
  keyId = (await seedKey(ownerPool(), organizationId)).id;
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
  await Promise.all(hooks.map((hook) => hook.close()));
  expect(workers.map((worker) => worker.output()).join('')).not.toMatch(/whsec_/);
});

async function start(killAt?: DeliveryPoint): Promise<TestProcess> {
  const variables = { WEBHOOK_ALLOW_LOOPBACK: '1', KILL_AT: `${killAt}:1` };
  const worker = await startProcess('bin/worker.ts', { preload: './test/kill-at.ts', variables });
  workers.push(worker);
  return worker;
}

/** A receiver with an endpoint that leads to it. */
async function receiver(answer?: Parameters<typeof startHookServer>[0]) {
  const hook = await startHookServer(answer);
  hooks.push(hook);
  const endpoint = { url: hook.url, events: ['session.created'] as const };
  return { hook, ...(await seedEndpoint(organizationId, endpoint)) };
}

const happen = (count = 1) => makeSessions({ organizationId, keyId, count });

/** How often each event came, and how many bodies it came with. */
function arrivals(hook: HookServer): { times: number; bodies: number }[] {
  const ids = new Set(hook.calls.map(({ headers }) => headers['webhook-id']));
  return Array.from(ids, (id) => {
    const bodies = hook.calls.flatMap(({ headers, body }) =>
      headers['webhook-id'] === id ? [body] : [],
    );
    return { times: bodies.length, bodies: new Set(bodies).size };
  });
}

/** Jobs of deliveries that wait or run, by what they are the attempt of. */
async function jobsOf(endpointId: string): Promise<{ number: number; state: string }[]> {
  const { rows } = await ownerPool().query(
    `SELECT (data->>'number')::int AS number, state::text FROM pgboss.job
     WHERE name = 'webhook-deliveries' AND group_id = $1 AND state < 'completed'`,
    [endpointId],
  );
  return rows;
}

const delivered: Partial<DeliveryState> = { status: 'succeeded', attempts: 1, statuses: [200] };

test('a worker that is killed at any step loses nothing; its attempt is made again, under its number', async () => {
  const steps: { at: DeliveryPoint; times: number }[] = [
    { at: 'queueing', times: 1 },
    { at: 'fetched', times: 1 },
    { at: 'answered', times: 2 },
    { at: 'settling', times: 2 },
    { at: 'settled', times: 1 },
  ];
  const received = [];
  for (const { at, times } of steps) {
    const { hook, id } = await receiver();
    const worker = await start(at);
    await happen();
    // Of endpoints before it nothing is left, or is held by a worker that seems to live.
    expect(await worker.ended).toBeNull();
    received.push({ at, times, hook, id });
    await ownerPool().query(`UPDATE webhook_endpoints SET events = '{session.ended}'`);
  }
  const killedAt = performance.now();
  await start();
  for (const { at, times, hook, id } of received) {
    const state = async () => ({ at, deliveries: await deliveryStates(id) });
    const done = { at, deliveries: [delivered] };
    await expect.poll(state, { timeout: DONE_AGAIN_MS, interval: 100 }).toMatchObject(done);
    expect({ at, came: arrivals(hook) }).toEqual({ at, came: [{ times, bodies: 1 }] });
    expect(await jobsOf(id)).toEqual([]);
  }
  expect(performance.now() - killedAt).toBeLessThan(DONE_AGAIN_MS);
}, 90_000);

test('killed while the receiver holds the request, and between an attempt and the next', async () => {
  let hold = true;
  const came = Promise.withResolvers<void>();
  const held = await receiver((response) => {
    came.resolve();
    if (!hold) response.end();
  });
  const failing = await receiver(async (response) => {
    await came.promise;
    response.writeHead(500).end();
  });
  const first = await start('settling');
  await happen();
  expect(await first.ended).toBeNull();
  expect(arrivals(held.hook)).toEqual([{ times: 1, bodies: 1 }]);
  hold = false;
  await start();
  const soon = { timeout: DONE_AGAIN_MS, interval: 100 };
  await expect.poll(() => deliveryStates(held.id), soon).toMatchObject([delivered]);
  const once = { status: 'pending', attempts: 1, statuses: [500] };
  await expect.poll(() => deliveryStates(failing.id), soon).toMatchObject([once]);
  expect(await jobsOf(failing.id)).toEqual([{ number: 2, state: 'created' }]);
  expect(arrivals(held.hook)).toEqual([{ times: 2, bodies: 1 }]);
  expect(arrivals(failing.hook)).toEqual([{ times: 2, bodies: 1 }]);
}, 90_000);

test('killed again and again under load: every event arrives, with one body', async () => {
  const slowly: Parameters<typeof startHookServer>[0] = (response) => {
    setTimeout(() => response.end(), 200);
  };
  const receivers = await Promise.all([receiver(slowly), receiver(slowly), receiver(slowly)]);
  const arrived = () => receivers.flatMap(({ hook }) => arrivals(hook));
  for (const enough of [1, 40]) {
    const worker = await start();
    await happen(30);
    const soon = { timeout: DONE_AGAIN_MS, interval: 10 };
    await expect.poll(() => arrived().length, soon).toBeGreaterThanOrEqual(enough);
    await worker.end('SIGKILL');
  }
  await start();
  const states = async () => {
    const all = await Promise.all(receivers.map(({ id }) => deliveryStates(id)));
    return all.flat();
  };
  const left = async () => (await states()).filter(({ status }) => status !== 'succeeded').length;
  await expect.poll(left, { timeout: 60_000, interval: 250 }).toBe(0);
  for (const state of await states()) expect(state).toMatchObject(delivered);
  expect(arrived()).toHaveLength(3 * 2 * 30);
  expect(arrived().filter(({ bodies }) => bodies !== 1)).toEqual([]);
  // Those that were under way at a kill came twice.
  expect(arrived().filter(({ times }) => times > 1).length).toBeGreaterThan(0);
}, 150_000);
