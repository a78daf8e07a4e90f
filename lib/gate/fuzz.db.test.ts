import { Agent } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routeHeads } from '#lib/api/heads';
import { clock } from '#lib/clock';
import { ownerPool } from '#test/database';
import { type OddCall, oddCalls } from '#test/fuzz-calls';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';

/** Rounds of so many calls at once: 20,000 in all. */
const ROUNDS = 800;
const AT_ONCE = 25;
const RAW_RUNS = 400;
/** Longer than any call may take, milliseconds; nothing here is slow on purpose. */
const HANG_MS = 5_000;
/** Stands in everything that belongs to somebody else. */
const SECRET = 'what-nobody-else-may-see';

let at: TestGate;
let key: SeededKey;
let testKey: SeededKey;
/** Ids of another organization, and one of the caller's own other environment. */
let ids: readonly string[];
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(async () => {
  at = await startTestGate();
  const seed = { requestsPerMinute: 10_000_000, credits: 1_000_000 };
  const mine = await seedOrganization(ownerPool(), seed);
  key = await seedKey(ownerPool(), mine);
  testKey = await seedKey(ownerPool(), mine, { environment: 'test' });
  const theirs = await seedOrganization(ownerPool(), seed);
  const their = await seedKey(ownerPool(), theirs, { name: SECRET });
  ids = [their.id, theirs, await sessionOf(their, SECRET), await sessionOf(key, 'mine')];
});
afterAll(async () => {
  agent.destroy();
  await at.gate.close();
});

async function sessionOf(owner: SeededKey, note: string): Promise<string> {
  const body = { mode: 'ai_agent', metadata: { note } };
  const made = await callGate(at.live, '/v1/sessions', { key: owner.text, body });
  return (JSON.parse(made.text) as { id: string }).id;
}

/** Sends one call, in the test environment every other time; names the route that it met. */
async function send({ method, path, body, headers }: OddCall, isTest: boolean) {
  const safe = path.replace(/[^\x21-\x7e]/g, '');
  const begun = clock.elapsed();
  const answer = await callGate(isTest ? at.test : at.live, safe, {
    key: isTest ? testKey.text : key.text,
    method,
    headers,
    agent,
    ...(body === undefined ? {} : { body }),
  });
  expect(clock.elapsed() - begun).toBeLessThan(HANG_MS);
  const wanted =
    isTest && /^(internal_error|service_unavailable)$/.test(headers['X-Simulate-Error'] ?? '');
  if (!wanted) expect(answer.status, `${method} ${safe}`).toBeLessThan(500);
  expect(answer.headers['x-request-id']).toMatch(/^req_/);
  expect(answer.text).not.toContain(SECRET);
  expect(answer.text).not.toMatch(/\bat .*\.ts:\d+/);
  if (method === 'HEAD') expect(answer.text).toBe('');
  else if (answer.status >= 400) {
    expect(answer.error).toMatchObject({ type: expect.any(String), code: expect.any(String) });
  }
  return answer.status;
}

test('no input makes an answer of 5xx, hangs, or shows what belongs to somebody else', async () => {
  const met = new Map<number, number>();
  const rounds = fc.array(fc.tuple(oddCalls(ids), fc.boolean()), {
    minLength: AT_ONCE,
    maxLength: AT_ONCE,
    size: 'max',
  });
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(rounds, async (calls) => {
      const statuses = await Promise.all(calls.map(([call, isTest]) => send(call, isTest)));
      sent += statuses.length;
      for (const status of statuses) met.set(status, (met.get(status) ?? 0) + 1);
    }),
    { numRuns: ROUNDS },
  );
  expect(sent).toBeGreaterThanOrEqual(20_000);
  // It is no test of one refusal: what is right gets through, what is wrong fails in many ways.
  for (const status of [200, 201, 400, 401, 404, 405, 413, 415, 422]) {
    expect(met.get(status) ?? 0, String(status)).toBeGreaterThan(0);
  }
}, 120_000);

test('no bytes on the socket make an answer of 5xx or end the gate', async () => {
  const line = fc.string({ unit: 'binary-ascii' });
  const heads = fc.constantFrom(
    '',
    ...routeHeads.map(({ method, path }) => `${method} ${path} HTTP/1.1\r\nHost: x\r\n`),
    'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n',
    'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n',
    'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n',
    'HEAD /v1/me HTTP/1.1\r\nHost: x\r\n',
    'GET /v1/me HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), heads, async (parts, head) => {
      const answer = await sendRaw(at.live, `${head}${parts.join('\r\n')}\r\n\r\n`, 20);
      expect(answer.statuses.filter((status) => status >= 500)).toEqual([]);
    }),
    { numRuns: RAW_RUNS },
  );
  expect((await callGate(at.live, '/v1/me', { key: key.text })).status).toBe(200);
  expect(Object.keys(Object.prototype)).toEqual([]);
}, 120_000);
