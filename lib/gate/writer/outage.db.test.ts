import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import type { DatabaseProxy } from '#test/database-proxy';
import { callGate, type GateResponse } from '#test/gate-call';
import { ledgerFaults } from '#test/ledger';
import { startProxiedGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';

let proxy: DatabaseProxy;
let at: TestGate;
let spender: Spender;

beforeAll(async () => {
  ({ proxy, at } = await startProxiedGate());
  spender = await seedSpender(ownerPool(), 100_000, { requestsPerMinute: 1_000_000 });
});
afterAll(async () => {
  await at.gate.close();
  await proxy.close();
});

async function create(key?: string): Promise<GateResponse & { milliseconds: number }> {
  const began = performance.now();
  const answer = await callGate(at.any, '/v1/sessions', {
    key: spender.keyText,
    body: { mode: 'ai_agent' },
    headers: key === undefined ? {} : { 'Idempotency-Key': key },
  });
  return { ...answer, milliseconds: performance.now() - began };
}

/** Calls every 50 ms until `enough`; every answer, in the order they came. */
async function callUntil(enough: (answers: readonly GateResponse[]) => boolean) {
  const answers: Awaited<ReturnType<typeof create>>[] = [];
  const calls: Promise<unknown>[] = [];
  while (!enough(answers)) {
    calls.push(create().then((answer) => answers.push(answer)));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await Promise.all(calls);
  return answers;
}

describe.each(['cut', 'freeze'] as const)('the database away (%s)', (how) => {
  test('503 with Retry-After within 2 s, nothing else; good again within 3 s of its return', async () => {
    expect((await create()).status).toBe(201);
    const working = callUntil((answers) => answers.some(({ status }) => status === 503));
    proxy[how]();
    const first = await working;
    const began = performance.now();
    const away = await callUntil(() => performance.now() - began > 4_000);
    for (const answer of [...first, ...away]) {
      if (answer.status === 201) continue;
      expect([answer.status, answer.error?.code]).toEqual([503, 'service_unavailable']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
      expect(answer.milliseconds).toBeLessThan(2_300);
    }
    expect(away.every(({ status }) => status === 503)).toBe(true);
    proxy.restore('silent');
    const back = performance.now();
    await callUntil((answers) => answers.some(({ status }) => status === 201));
    expect(performance.now() - back).toBeLessThan(3_000);
    expect(await ledgerFaults(ownerPool())).toEqual([]);
  }, 30_000);

  test('a call whose outcome is unknown is done exactly once by its retry', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `${how} ${index}`);
    const unknown = keys.map((key) => create(key));
    await Promise.race([unknown[0], new Promise(setImmediate)]);
    proxy[how]();
    await Promise.all(unknown);
    proxy.restore('silent');
    const bodies = new Set<string>();
    for (const key of keys) {
      let answer = await create(key);
      while (answer.status === 503 || answer.status === 409) answer = await create(key);
      expect(answer.status).toBe(201);
      bodies.add(answer.text);
      expect((await create(key)).text).toBe(answer.text);
    }
    expect(bodies.size).toBe(keys.length);
    const { rows } = await ownerPool().query<{ records: number }>(
      `SELECT count(*)::int AS records FROM idempotency_records`,
    );
    expect(rows[0]?.records).toBe(how === 'cut' ? keys.length : 2 * keys.length);
    expect(await ledgerFaults(ownerPool())).toEqual([]);
  }, 30_000);
});
