import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { startWorker } from '#lib/jobs/worker';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { type HookServer, startHookServer } from '#test/hook-server';
import { makeSessions, seedEndpoint } from '#test/webhooks';

/** So late may 95 of 100 deliveries be. Source: security goal "one slow tenant does not delay others". */
const P95_MS = 5_000;
const GOOD = 20;
const EVENTS = 5;
let worker: { close(): Promise<void> };
let hole: HookServer;
let good: HookServer;
/** When something came to a good endpoint. */
let arrivals: number[];

beforeAll(() => {
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  resetEnv();
});
beforeEach(async () => {
  arrivals = [];
  hole = await startHookServer(() => undefined);
  good = await startHookServer((response) => {
    arrivals.push(performance.now());
    response.end();
  });
  worker = await startWorker();
});
afterEach(async () => {
  // Whoever waits for an answer hears that the connection is closed, and gives up when its time is over.
  await Promise.all([hole.close(), good.close()]);
  await ownerPool().query('DELETE FROM webhook_deliveries');
  await worker.close();
  await ownerPool().query(`DELETE FROM pgboss.job WHERE name = 'webhook-deliveries'`);
}, 60_000);
afterAll(() => vi.unstubAllEnvs());

type Owner = { readonly organizationId: string; readonly keyId: string };

async function seedOwner(): Promise<Owner> {
  const organizationId = await seedOrganization(ownerPool());
  return { organizationId, keyId: (await seedKey(ownerPool(), organizationId)).id };
}

async function seedEndpoints({ organizationId }: Owner, count: number, { url }: HookServer) {
  for (let number = 0; number < count; number++) {
    await seedEndpoint(organizationId, { url: `${url}?${number}`, events: ['session.created'] });
  }
}

/** Lets events happen, and waits until each good endpoint heard of each; the delay that 95 % keep, milliseconds. */
async function p95(owner: Owner): Promise<number> {
  const start = performance.now();
  await makeSessions({ ...owner, count: EVENTS });
  const all = GOOD * EVENTS;
  await expect.poll(() => arrivals.length, { timeout: 40_000, interval: 25 }).toBe(all);
  return (arrivals[Math.ceil(all * 0.95) - 1] ?? Number.POSITIVE_INFINITY) - start;
}

test.each([0, 60])(
  'an endpoint that never answers delays no other of its organization, with %s waiting for it',
  async (waiting) => {
    const owner = await seedOwner();
    await seedEndpoints(owner, 1, hole);
    if (waiting > 0) {
      await makeSessions({ ...owner, count: waiting });
      await expect.poll(() => hole.calls.length, { timeout: 5_000 }).toBe(4);
    }
    await seedEndpoints(owner, GOOD, good);
    expect(await p95(owner)).toBeLessThan(P95_MS);
    expect(hole.calls.length).toBe(4);
  },
  120_000,
);

test('an organization none of whose endpoints answers delays no other organization', async () => {
  const slow = await seedOwner();
  await seedEndpoints(slow, 40, hole);
  await makeSessions({ ...slow, count: 20 });
  // Its share of the worker's turns.
  await expect.poll(() => hole.calls.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(40);
  const owner = await seedOwner();
  await seedEndpoints(owner, GOOD, good);
  expect(await p95(owner)).toBeLessThan(P95_MS);
  expect(hole.calls.length).toBeLessThan(60);
}, 120_000);
