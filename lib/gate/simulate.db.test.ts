import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes, errorEntry } from '#lib/errors';
import { factsShape } from '#lib/usage/facts';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { expectKeyHeaders, expectRefusal } from '#test/gate-expect';
import { startTestGate, type TestGate } from '#test/running-gate';

const body = { mode: 'ai_agent' };

let at: TestGate;
let organization: string;
let key: SeededKey;
let live: SeededKey;

beforeAll(async () => {
  at = await startTestGate();
  organization = await seedOrganization(ownerPool(), { requestsPerMinute: 100_000 });
  key = await seedKey(ownerPool(), organization, { environment: 'test' });
  live = await seedKey(ownerPool(), organization);
});
afterAll(() => at.gate.close());

const create = (code: string, more: Record<string, string> = {}) =>
  callGate(at.test, '/v1/sessions', {
    key: key.text,
    body,
    headers: { 'X-Simulate-Error': code, ...more },
  });

/** Everything that a call could have written or charged. */
async function written(): Promise<unknown> {
  const { rows } = await ownerPool().query(
    `SELECT (SELECT count(*) FROM voice_sessions) AS sessions, (SELECT count(*) FROM idempotency_records) AS records,
       (SELECT count(*) FROM credit_entries) AS entries, (SELECT sum(balance) FROM credit_accounts) AS balance,
       (SELECT count(*) FROM voice_sessions WHERE status = 'ended') AS ended`,
  );
  return rows[0];
}

test('every error of the table is answered as it is, and nothing is written or charged', async () => {
  const before = await written();
  for (const code of errorCodes) {
    const response = await create(code, { 'Idempotency-Key': `simulate-${code}` });
    expectRefusal(response, code);
    expectKeyHeaders(response);
    const waits = [429, 503].includes(errorEntry(code).status) || code === 'idempotency_conflict';
    const seconds = response.headers['retry-after'];
    expect(seconds !== undefined, code).toBe(waits);
    expect(response.error?.retry_after).toBe(seconds === undefined ? undefined : Number(seconds));
    expect(response.headers['x-api-credits-remaining']).toBe('100');
  }
  expect(await written()).toEqual(before);
});

test('a simulated refusal has what a real one carries', async () => {
  const scope = await create('insufficient_permissions');
  expect(scope.headers['www-authenticate']).toContain('scope="sessions:write"');
  expect((await create('invalid_request')).error?.param).toBe('mode');
  expect((await create('method_not_allowed')).headers.allow).toBe('POST');
  const limited = await create('rate_limit_exceeded');
  expect(limited.error?.message).toContain(`${limited.headers['retry-after']} second`);
});

test('an Idempotency-Key that met a simulated error is as good as new', async () => {
  const headers = { 'Idempotency-Key': 'as good as new' };
  expectRefusal(await create('service_unavailable', headers), 'service_unavailable');
  const real = await callGate(at.test, '/v1/sessions', { key: key.text, body, headers });
  expect(real.status).toBe(201);
  expect(real.headers['idempotent-replayed']).toBeUndefined();
  expectRefusal(await create('internal_error', headers), 'internal_error');
  const again = await callGate(at.test, '/v1/sessions', { key: key.text, body, headers });
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect(again.text).toBe(real.text);
});

test('reads are simulated too, and an ended session is not ended by one', async () => {
  const headers = { 'X-Simulate-Error': 'internal_error' };
  const made = await callGate(at.test, '/v1/sessions', { key: key.text, body });
  const { id } = JSON.parse(made.text) as { id: string };
  const before = await written();
  for (const [method, path] of [
    ['GET', '/v1/me'],
    ['GET', `/v1/sessions/${id}`],
    ['POST', `/v1/sessions/${id}/end`],
  ] as const) {
    const response = await callGate(at.test, path, { key: key.text, method, headers });
    expectRefusal(response, 'internal_error');
  }
  expect(await written()).toEqual(before);
});

test('a call that would have failed answers its own error', async () => {
  const headers = { 'X-Simulate-Error': 'internal_error' };
  const call = (path: string, options: object) =>
    callGate(at.test, path, { key: key.text, headers, ...options });
  expectRefusal(await call('/v1/sessions', { body: {} }), 'invalid_request');
  expectRefusal(await call('/v1/sessions/x/end', { method: 'POST' }), 'session_not_found');
  expectRefusal(await call('/v1/nothing', {}), 'route_not_found');
  const poor = await seedOrganization(ownerPool(), { credits: 0 });
  const other = await seedKey(ownerPool(), poor, { environment: 'test' });
  const response = await call('/v1/sessions', { key: other.text, body });
  expectRefusal(response, 'insufficient_api_credits');
});

test('an unknown code is 400 and names the codes there are', async () => {
  for (const code of ['teapot', '', 'toString', 'internal_error,internal_error']) {
    const response = await create(code);
    expectRefusal(response, 'malformed_request');
    expect(response.error?.param).toBe('X-Simulate-Error');
    for (const known of errorCodes) expect(response.error?.message).toContain(known);
  }
});

test('in live the header is ignored, whatever it says', async () => {
  for (const code of ['internal_error', 'teapot']) {
    const headers = { 'X-Simulate-Error': code };
    const response = await callGate(at.live, '/v1/sessions', { key: live.text, body, headers });
    expect(response.status).toBe(201);
  }
});

test('the request log says that it was simulated', async () => {
  const response: GateResponse = await create('internal_error');
  const find = async () => {
    const { rows } = await ownerPool().query<{ facts: unknown; credits_charged: number }>(
      'SELECT facts, credits_charged FROM records.requests WHERE id = $1',
      [response.headers['x-request-id']],
    );
    return rows[0];
  };
  await expect.poll(find, { timeout: 5_000 }).toBeDefined();
  const row = await find();
  expect(factsShape.parse(row?.facts)).toEqual({ simulated: true });
  expect(row?.credits_charged).toBe(0);
});
