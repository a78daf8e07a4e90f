import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent } from 'node:http';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { clock } from '#lib/clock';
import { resetEnv } from '#lib/env';
import { mintKey } from '#lib/keys/format';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';

/** Far more than a network may look up while they are sent. */
const FLOOD = 3_000;
/** Calls of the flood in flight at once. */
const AT_ONCE = 12;
/** Calls sent at once; more than one network may look up. */
const BURST = 400;
const ATTACKER = '198.51.100.1';

let at: TestGate;
let organization: string;
const queries = vi.spyOn(Pool.prototype, 'query');
const agent = new Agent({ keepAlive: true, maxSockets: 800 });

beforeAll(async () => {
  // So that the calls of one machine can come from several addresses.
  process.env.TRUSTED_PROXIES = '127.0.0.0/8';
  resetEnv();
  at = await startTestGate();
  organization = await seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });
});
afterAll(async () => {
  agent.destroy();
  await at.gate.close();
  process.env.TRUSTED_PROXIES = '';
  resetEnv();
});

async function call(key: string, from: string) {
  const began = clock.elapsed();
  const headers = { 'X-Forwarded-For': from };
  const { status, error } = await callGate(at.live, '/v1/me', { key, headers, agent });
  return { status, code: error?.code, milliseconds: clock.elapsed() - began };
}

const newKey = async () => (await seedKey(ownerPool(), organization)).text;
const lookUps = () =>
  queries.mock.calls.filter(([query]) => Object(query).name === 'snapshot').length;

/** Sends keys that do not exist until `stop`, which gives every other answer than 401. */
function flood() {
  const state = { running: true, sent: 0 };
  const odd: unknown[] = [];
  const attack = async () => {
    while (state.running) {
      const { status, code } = await call(mintKey('live'), ATTACKER);
      state.sent++;
      if (status !== 401 || code !== 'api_key_invalid') odd.push([status, code]);
    }
  };
  const attackers = Array.from({ length: AT_ONCE }, attack);
  const stop = async () => {
    state.running = false;
    await Promise.all(attackers);
    return odd;
  };
  return { state, stop };
}

test('a flood of keys that do not exist costs few queries, and good calls keep working', async () => {
  const cached = await newKey();
  expect((await call(cached, ATTACKER)).status).toBe(200);
  queries.mockClear();
  const { state, stop } = flood();
  const began = clock.elapsed();
  const good: Awaited<ReturnType<typeof call>>[] = [];
  let own = 0;
  while (state.sent < FLOOD) {
    // A key in the cache from the attacker's address, and a key never seen from another.
    good.push(await call(cached, ATTACKER), await call(await newKey(), '203.0.113.7'));
    own++;
  }
  // A key never seen, from the attacker's own address: at the latest when it comes again.
  const fresh = await newKey();
  const attempts = [await call(fresh, ATTACKER), await call(fresh, ATTACKER)];
  const seconds = (clock.elapsed() - began) / 1_000;
  expect(await stop()).toEqual([]);
  expect(good.filter(({ status }) => status !== 200)).toEqual([]);
  expect(attempts[1]?.status).toBe(200);
  const junk = lookUps() - own - 1;
  expect(junk).toBeLessThan(200 + 50 * (seconds + 1));
  expect(percentile99(good)).toBeLessThan(1_000);
}, 60_000);

test('a burst of calls with a key that is new to the gate: all pass, on a few look-ups', async () => {
  const key = await newKey();
  let arrived = 0;
  const count = () => arrived++;
  subscribe('http.server.request.start', count);
  queries.mockClear();
  const held = await ownerPool().connect();
  await held.query('BEGIN; LOCK TABLE api_keys');
  const calls = Array.from({ length: BURST }, () => call(key, '203.0.113.8'));
  await expect.poll(() => arrived).toBe(BURST);
  await held.query('COMMIT');
  held.release();
  unsubscribe('http.server.request.start', count);
  expect((await Promise.all(calls)).filter(({ status }) => status !== 200)).toEqual([]);
  expect(lookUps()).toBeLessThan(5);
});

test('who repeats some unknown keys, many at once, has them looked up no more often', async () => {
  queries.mockClear();
  const began = clock.elapsed();
  const again = async (key: string) => {
    for (let i = 0; i < 60; i++) expect((await call(key, '203.0.113.9')).status).toBe(401);
  };
  const keys = Array.from({ length: 20 }, () => mintKey('live'));
  await Promise.all([...keys, ...keys, ...keys].map(again));
  const seconds = (clock.elapsed() - began) / 1_000;
  expect(lookUps()).toBeLessThan(200 + 50 * (seconds + 1));
}, 60_000);

test('a key that was good is read again during a flood, also when its entry in the cache is gone', async () => {
  const key = await newKey();
  // From elsewhere: the attacker's network may have nothing left of the flood before.
  expect((await call(key, '203.0.113.7')).status).toBe(200);
  const { stop } = flood();
  await expect.poll(async () => (await call(mintKey('live'), ATTACKER)).status).toBe(401);
  for (let change = 0; change < 20; change++) {
    await ownerPool().query('UPDATE organizations SET name = $2 WHERE id = $1', [
      organization,
      `Acme ${change}`,
    ]);
    expect((await call(key, ATTACKER)).status).toBe(200);
  }
  await stop();
}, 60_000);

function percentile99(calls: readonly { milliseconds: number }[]): number {
  const sorted = calls.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}
