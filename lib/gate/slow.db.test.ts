import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import { ownerPool } from '#test/database';
import type { DatabaseProxy } from '#test/database-proxy';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startProxiedGate, type TestGate } from '#test/running-gate';

/** Below every limit of one statement, so that only their sum is too much. */
const DELAY_MS = 650;
/** More than the pool has connections, so that calls also wait for one. */
const AT_ONCE = 8;

let proxy: DatabaseProxy;
let at: TestGate;
let key: SeededKey;

beforeAll(async () => {
  ({ proxy, at } = await startProxiedGate());
  key = await seedKey(ownerPool(), await seedOrganization(ownerPool(), { credits: 1_000 }));
});
afterAll(async () => {
  await at.gate.close();
  await proxy.close();
});

async function call(path: string, body?: object) {
  const began = clock.elapsed();
  const answer = await callGate(at.live, path, { key: key.text, body });
  return { ...answer, milliseconds: clock.elapsed() - began };
}

test('a call that waits for a slow database again and again is answered within 2 s all in all', async () => {
  const created = await call('/v1/sessions', { mode: 'ai_agent' });
  const path = `/v1/sessions/${JSON.parse(created.text).id}`;
  // The pool's connections are there, as after any work; making them would fail before anything is slow.
  await Promise.all(Array.from({ length: AT_ONCE }, () => call(path)));
  proxy.slow(DELAY_MS);
  // The echo of the link comes too late now, and so each call reads its key before it reads or writes.
  await expect
    .poll(async () => (await call('/v1/me')).milliseconds, { timeout: 10_000 })
    .toBeGreaterThan(DELAY_MS);
  const answers = await Promise.all([
    ...Array.from({ length: AT_ONCE }, () => call(path)),
    ...Array.from({ length: AT_ONCE }, () => call('/v1/sessions', { mode: 'ai_agent' })),
  ]);
  for (const { status, milliseconds } of answers) {
    expect([200, 201, 503]).toContain(status);
    expect(milliseconds).toBeLessThan(2_000);
  }
  const late = answers.filter(({ status }) => status === 503);
  expect(late.length).toBeGreaterThan(0);
  expect(late.every(({ headers }) => Number(headers['retry-after']) >= 1)).toBe(true);
  proxy.restore();
  await expect.poll(async () => (await call(path)).status, { timeout: 5_000 }).toBe(200);
}, 60_000);
