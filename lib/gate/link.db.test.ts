import { Pool } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clock } from '#lib/clock';
import { closeAsking } from '#lib/gates/ask';
import { confirmChange } from '#lib/gates/confirm';
import { ownerPool } from '#test/database';
import type { DatabaseProxy } from '#test/database-proxy';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startProxiedGate, startTestGate, type TestGate } from '#test/running-gate';
import { Link } from './link.ts';
import { Outbox } from './outbox.ts';

const queries = vi.spyOn(Pool.prototype, 'query');
let proxy: DatabaseProxy;
let at: TestGate;
let key: SeededKey;

beforeEach(async () => {
  ({ proxy, at } = await startProxiedGate());
  const organization = await seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });
  key = await seedKey(ownerPool(), organization);
});
afterEach(async () => {
  proxy.restore();
  await at.gate.close();
  await proxy.close();
  await closeAsking();
});

const status = async () => (await callGate(at.live, '/v1/me', { key: key.text })).status;
const revoke = () =>
  ownerPool().query(
    "UPDATE api_keys SET revoked_at = now(), revoke_reason = 'other' WHERE id = $1",
    [key.id],
  );

/** Connections of the gate's links, as the database sees them. */
async function linkPids(): Promise<number[]> {
  const { rows } = await ownerPool().query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'gate link' AND datname = current_database()",
  );
  return rows.map(({ pid }) => pid);
}

/** How often keys were read from the database so far. */
function readings(): number {
  return queries.mock.calls.filter(([query]) => Object(query).name === 'snapshot').length;
}

test('a link that is cut loses the cache at once and comes back by itself', async () => {
  expect(await status()).toBe(200);
  const [pid] = await linkPids();
  await ownerPool().query('SELECT pg_terminate_backend($1)', [pid]);
  await expect.poll(linkPids, { interval: 5 }).not.toContain(pid);
  await revoke();
  expect(await status()).toBe(401);
  await expect.poll(linkPids).toHaveLength(1);
  await expect.poll(async () => (await confirmChange()).confirmed).toBe(1);
  expect(await status()).toBe(401);
});

test('a link that stalls silently is not trusted for longer than 0.9 s', async () => {
  expect(await status()).toBe(200);
  proxy.freeze('gate link');
  const frozenAt = clock.elapsed();
  await revoke();
  // What was sent after the last echo turned 0.9 s old must not be answered from the cache any more.
  const calls: { readonly after: number; readonly status: number }[] = [];
  while (clock.elapsed() - frozenAt < 1_600) {
    const after = clock.elapsed() - frozenAt;
    calls.push({ after, status: await status() });
  }
  const late = calls.filter(({ after }) => after > 900);
  expect(late.length).toBeGreaterThan(0);
  expect(late.filter((call) => call.status !== 401)).toEqual([]);
});

test('while the link stalls the receipt names the gate, and every call reads the database', async () => {
  expect(await status()).toBe(200);
  proxy.freeze('gate link');
  const receipt = await confirmChange();
  expect(receipt).toMatchObject({ expected: 1, confirmed: 0, unconfirmed: [at.gate.id] });
  expect(receipt.milliseconds).toBeGreaterThan(1_900);
  expect(receipt.milliseconds).toBeLessThan(2_500);
  const before = readings();
  for (let i = 0; i < 10; i++) expect(await status()).toBe(200);
  expect(readings()).toBe(before + 10);
});

test('with a live link a known key is read once, however often it calls', async () => {
  // What the gate is told of the key's making has then arrived, and makes it read no more.
  expect((await confirmChange()).confirmed).toBe(1);
  expect(await status()).toBe(200);
  const before = readings();
  for (let i = 0; i < 50; i++) expect(await status()).toBe(200);
  expect(readings()).toBe(before);
});

test('a gate that ended is not waited for', async () => {
  const second = await startTestGate();
  await expect.poll(async () => (await confirmChange()).confirmed).toBe(2);
  await second.gate.close();
  expect(await confirmChange()).toMatchObject({ expected: 1, confirmed: 1, unconfirmed: [] });
});

test('a change is confirmed only after the answers that wait have been sent', async () => {
  const sent = vi.spyOn(Outbox.prototype, 'flush');
  const confirmed = vi.spyOn(Link.prototype, 'reply');
  expect((await confirmChange()).confirmed).toBe(1);
  const [first] = confirmed.mock.invocationCallOrder;
  expect(sent.mock.invocationCallOrder[0] ?? Number.POSITIVE_INFINITY).toBeLessThan(first ?? 0);
});
