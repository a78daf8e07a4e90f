import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import { isId } from '#lib/ids';
import { mintKey } from '#lib/keys/format';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { expectKeyHeaders, expectNoKeyHeaders, expectRefusal } from '#test/gate-expect';
import { startTestGate, type TestGate } from '#test/running-gate';

let at: TestGate;
let organization: string;
let key: SeededKey;

beforeAll(async () => {
  at = await startTestGate();
  organization = await seedOrganization(ownerPool(), {
    requestsPerMinute: 100_000,
    credits: 1_000,
  });
  key = await seedKey(ownerPool(), organization);
});
afterAll(() => at.gate.close());

const seed = (values: Parameters<typeof seedKey>[2]) => seedKey(ownerPool(), organization, values);
const challengeOf = (response: GateResponse) => response.headers['www-authenticate'];

describe('check 1, parse', () => {
  test('unknown routes are 404, whatever the key', async () => {
    for (const path of [
      '/',
      '/v1',
      '/v1/me/',
      '/V1/me',
      '/v1/nothing',
      '/v1/sessions/a/b/c',
      '/v1/%zz',
    ]) {
      const response = await callGate(at.live, path, { key: key.text });
      expectRefusal(response, 'route_not_found');
      expectNoKeyHeaders(response);
    }
  });

  test('methods that a route does not take are 405 and say what it takes', async () => {
    const cases = [
      ['PUT', '/v1/me', 'GET'],
      ['POST', '/v1/me', 'GET'],
      ['TRACE', '/v1/me', 'GET'],
      ['OPTIONS', '/v1/sessions', 'POST'],
      ['GET', '/v1/sessions', 'POST'],
      ['PROPFIND', '/v1/sessions', 'POST'],
    ] as const;
    for (const [method, path, allow] of cases) {
      const response = await callGate(at.live, path, { method });
      expectRefusal(response, 'method_not_allowed');
      expect(response.headers.allow).toBe(allow);
    }
    expect((await callGate(at.live, '/v1/me', { method: 'HEAD' })).status).toBe(405);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json; charset=latin1',
    'application/json, text/plain',
    'application/problem+json',
  ])('a body of the type %s is 415', async (type) => {
    const headers = { 'Content-Type': type };
    expectRefusal(
      await callGate(at.live, '/v1/sessions', { headers, body: '{}' }),
      'unsupported_media_type',
    );
  });

  test('a compressed body is 415', async () => {
    const headers = { 'Content-Encoding': 'gzip' };
    expectRefusal(
      await callGate(at.live, '/v1/sessions', { headers, body: '{}' }),
      'unsupported_media_type',
    );
  });

  test('chunks without a type are 415 once there is something in them', async () => {
    const headers = { 'Transfer-Encoding': 'chunked' };
    const send = (body: string) =>
      callGate(at.live, '/v1/sessions', { key: key.text, headers, body });
    expectRefusal(await send('{}'), 'unsupported_media_type');
    expectRefusal(await send(''), 'invalid_request');
  });

  test('application/json with charset utf-8 passes, in any case', async () => {
    const headers = { 'Content-Type': 'Application/JSON;charset=UTF-8' };
    const response = await callGate(at.live, '/v1/sessions', { headers, body: '{}' });
    expectRefusal(response, 'api_key_invalid');
  });

  test('a body that is announced too large is 413 before anything else is looked at', async () => {
    const body = 'x'.repeat(256 * 1024 + 1);
    const response = await callGate(at.live, '/v1/sessions', { body });
    expectRefusal(response, 'body_too_large');
  });

  test('a body that turns out too large is 413 as well', async () => {
    const headers = { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/json' };
    const body = JSON.stringify({ mode: 'x'.repeat(300 * 1024) });
    const response = await callGate(at.live, '/v1/sessions', { key: key.text, headers, body });
    expectRefusal(response, 'body_too_large');
    expect(response.headers.connection).toBe('close');
  });
});

describe('check 9, the body', () => {
  test.each([
    ['not JSON', '{"mode":', 'malformed_request', undefined],
    ['a field twice', '{"mode":"ai_agent","mode":"ai_agent"}', 'malformed_request', undefined],
    ['__proto__', '{"mode":"ai_agent","__proto__":{}}', 'malformed_request', undefined],
    ['NUL', '{"mode":"ai_agent","metadata":{"a":"\\u0000"}}', 'invalid_request', 'metadata.a'],
    ['a lone surrogate', '{"mode":"\\ud800"}', 'invalid_request', 'mode'],
    ['an unknown field', '{"mode":"ai_agent","credits":5}', 'invalid_request', 'credits'],
    [
      'a field of ours',
      '{"mode":"ai_agent","organization_id":"x"}',
      'invalid_request',
      'organization_id',
    ],
    ['a wrong type', '{"mode":{"not":""}}', 'invalid_request', 'mode'],
    ['nothing', '', 'invalid_request', 'mode'],
    ['no object', '[]', 'invalid_request', undefined],
  ] as const)('%s', async (_, body, code, param) => {
    const response = await callGate(at.live, '/v1/sessions', { key: key.text, body });
    expectRefusal(response, code);
    expectKeyHeaders(response);
    expect(response.error?.param).toBe(param);
  });

  test('a name of any length comes back shortened', async () => {
    const body = { mode: 'ai_agent', ['x'.repeat(100_000)]: 1 };
    const response = await callGate(at.live, '/v1/sessions', { key: key.text, body });
    expectRefusal(response, 'invalid_request');
    expect(response.text.length).toBeLessThan(1_000);
  });
});

describe('check 10, the form of the Idempotency-Key', () => {
  test.each([[['ä']], [['x'.repeat(256)]], [['"open']], [['a', 'b']]])(
    '%j is 400',
    async (values) => {
      const headers = values.flatMap((value) => ['Idempotency-Key', value]);
      const body = { mode: 'ai_agent' };
      const response = await callGate(at.live, '/v1/sessions', { key: key.text, headers, body });
      expectRefusal(response, 'malformed_request');
      expectKeyHeaders(response);
    },
  );
});

describe('every answer', () => {
  test('the order of the checks: each one hides those behind it', async () => {
    const worst = await seed({
      revoked: true,
      environment: 'test',
      ipAllowlist: ['203.0.113.1'],
      permissions: [],
    });
    const wrongType = { 'Content-Type': 'text/plain' };
    const call = (headers: Record<string, string>, more = {}) =>
      callGate(at.live, '/v1/sessions', { key: worst.text, body: '{', headers, ...more });
    expectRefusal(await call(wrongType, { method: 'PUT' }), 'method_not_allowed');
    expectRefusal(await call(wrongType), 'unsupported_media_type');
    expectRefusal(await call({ 'X-API-Key': mintKey('live') }), 'api_key_invalid');
    expectRefusal(await call({}), 'api_key_revoked');
    const late = await seed({ permissions: [] });
    const headers = { 'Idempotency-Key': 'x'.repeat(300) };
    const path = '/v1/sessions';
    expectRefusal(
      await callGate(at.live, path, { key: late.text, headers, body: '{' }),
      'insufficient_permissions',
    );
    expectRefusal(
      await callGate(at.live, path, { key: key.text, headers, body: '{' }),
      'malformed_request',
    );
    expectRefusal(
      await callGate(at.live, path, { key: key.text, headers, body: '{}' }),
      'invalid_request',
    );
  });

  test('has a request id of its own; the caller cannot choose it', async () => {
    const headers = { 'X-Request-ID': 'req_chosen' };
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => callGate(at.live, '/v1/me', { key: key.text, headers })),
    );
    const seen = new Set(ids.map((response) => String(response.headers['x-request-id'])));
    expect(seen.size).toBe(50);
    expect([...seen].every((id) => isId('req', id))).toBe(true);
  });

  test('is a problem document when that is asked for', async () => {
    const headers = { Accept: 'application/problem+json' };
    const response = await callGate(at.live, '/v1/me', { headers });
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(response.text)).toMatchObject({
      type: 'about:blank',
      status: 401,
      detail: expect.stringContaining('Authorization: Bearer <key>'),
      error: { code: 'api_key_invalid', request_id: response.headers['x-request-id'] },
    });
  });

  test('of a success has no challenge and no error', async () => {
    const response = await callGate(at.live, '/v1/me', { key: key.text });
    expect(response.status).toBe(200);
    expectKeyHeaders(response);
    expect(challengeOf(response)).toBeUndefined();
    expect(response.headers['x-api-key-expires']).toBeUndefined();
    expect(JSON.parse(response.text)).toMatchObject({
      object: 'api_key',
      id: key.id,
      name: 'Backend',
      organization: { id: organization, plan: 'pro' },
      environment: 'live',
      expires_at: null,
      credits: { remaining: Number(response.headers['x-api-credits-remaining']), used: 0 },
      rate_limit: {
        limit: 100_000,
        remaining: Number(response.headers['x-ratelimit-remaining']),
        reset: Number(response.headers['x-ratelimit-reset']),
      },
    });
  });

  test('tells a key that is being retired when it ends', async () => {
    const retiring = await seed({ retiresIn: 3_600 });
    const response = await callGate(at.live, '/v1/me', { key: retiring.text });
    const left = Date.parse(String(response.headers['x-api-key-expires'])) - clock.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThan(3_700_000);
    const far = await seed({ expiresIn: 31 * 86_400 });
    const later = await callGate(at.live, '/v1/me', { key: far.text });
    expect(later.headers['x-api-key-expires']).toBeUndefined();
  });

  test('of the health check is ok and nothing more', async () => {
    const response = await callGate(at.live, '/healthz');
    expect({ status: response.status, text: response.text }).toEqual({ status: 200, text: 'ok' });
  });
});
