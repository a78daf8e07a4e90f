import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import { mintKey } from '#lib/keys/format';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { expectKeyHeaders, expectNoKeyHeaders, expectRefusal } from '#test/gate-expect';
import { startTestGate, type TestGate } from '#test/running-gate';
import { untilWindowHas } from '#test/window';

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

describe('checks 2 and 3, the key', () => {
  test('no credential is 401 and challenges without an error', async () => {
    const response = await callGate(at.live, '/v1/me');
    expectRefusal(response, 'api_key_invalid');
    expect(challengeOf(response)).toBe('Bearer realm="API"');
    expectNoKeyHeaders(response);
  });

  test('malformed, unknown and ambiguous credentials are one and the same 401', async () => {
    const almost = key.text.slice(0, -1) + (key.text.endsWith('a') ? 'b' : 'a');
    const unknown = mintKey('live');
    const bearer = ['Authorization', `Bearer ${key.text}`];
    const attempts = [
      ['Authorization', 'Bearer nonsense'],
      ['Authorization', `Bearer ${almost}`],
      ['Authorization', `Bearer ${unknown}`],
      [...bearer, 'X-API-Key', unknown],
      [...bearer, ...bearer],
    ];
    const texts = new Set<string>();
    for (const headers of attempts) {
      const response = await callGate(at.live, '/v1/me', { headers });
      expectRefusal(response, 'api_key_invalid');
      expectNoKeyHeaders(response);
      expect(challengeOf(response)).toMatch(
        /^Bearer realm="API", error="invalid_token", error_desc/,
      );
      texts.add(response.text.replace(/req_\w+/, ''));
    }
    expect(texts.size).toBe(1);
  });

  test('a key in the query is 401 and stays out of the answer', async () => {
    for (const name of ['api_key', 'x']) {
      const response = await callGate(at.live, `/v1/me?${name}=${key.text}`, { key: key.text });
      expectRefusal(response, 'api_key_invalid');
      expect(response.text).not.toContain(key.text.slice(8));
    }
  });

  test('either header works, and both when they are equal', async () => {
    const one = await callGate(at.live, '/v1/me', { headers: { 'X-API-Key': key.text } });
    const both = await callGate(at.live, '/v1/me', {
      key: key.text,
      headers: { 'X-API-Key': key.text },
    });
    expect([one.status, both.status]).toEqual([200, 200]);
  });
});

describe('check 4, the state of the key', () => {
  test.each([
    ['revoked', { revoked: true }, 'api_key_revoked'],
    ['expired', { expiresIn: -1 }, 'api_key_expired'],
    ['retired', { retiresIn: -1, expiresIn: 9_999 }, 'api_key_expired'],
    ['revoked and expired', { revoked: true, expiresIn: -1 }, 'api_key_revoked'],
    ['of the other environment', { environment: 'test' }, 'api_key_wrong_environment'],
    [
      'revoked, of the other environment',
      { environment: 'test', revoked: true },
      'api_key_revoked',
    ],
  ] as const)('%s', async (_, values, code) => {
    const one = await seed(values);
    const response = await callGate(at.live, '/v1/me', { key: one.text });
    expectRefusal(response, code);
    expectKeyHeaders(response);
    expect(challengeOf(response)).toContain('error="invalid_token"');
  });

  test('the specific codes appear only for the whole key', async () => {
    for (const values of [{ revoked: true }, { expiresIn: -1 }, { environment: 'test' }] as const) {
      const one = await seed(values);
      const wrong = one.text.slice(0, -1) + (one.text.endsWith('a') ? 'b' : 'a');
      expectRefusal(await callGate(at.live, '/v1/me', { key: wrong }), 'api_key_invalid');
    }
  });

  test('a test key is served where test keys are', async () => {
    const one = await seed({ environment: 'test' });
    expect((await callGate(at.test, '/v1/me', { key: one.text })).status).toBe(200);
    expect((await callGate(at.any, '/v1/me', { key: one.text })).status).toBe(200);
    const response = await callGate(at.live, '/v1/me', { key: one.text });
    expect(response.error?.message).toMatch(/test environment\. Send its calls to http:/);
  });

  test('an end that comes while the key is cached is met to the second', async () => {
    const one = await seed({ expiresIn: 1.2 });
    const before = await callGate(at.live, '/v1/me', { key: one.text });
    expect(before.status).toBe(200);
    expect(before.headers['x-api-key-expires']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    const end = Date.parse(String(before.headers['x-api-key-expires']));
    await expect
      .poll(async () => (await callGate(at.live, '/v1/me', { key: one.text })).status, {
        timeout: 4_000,
      })
      .toBe(401);
    const { rows } = await ownerPool().query<{ late: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 - $1::float8 AS late',
      [end],
    );
    expect(rows[0]?.late).toBeGreaterThan(-20);
    expect(rows[0]?.late).toBeLessThan(1_000);
  });
});

describe('checks 5 to 8', () => {
  test('an address outside the allowlist is 403', async () => {
    const outside = await seed({ ipAllowlist: ['203.0.113.0/24', '2001:db8::/32'] });
    const response = await callGate(at.live, '/v1/me', { key: outside.text });
    expectRefusal(response, 'ip_not_allowed');
    expectKeyHeaders(response);
    const inside = await seed({ ipAllowlist: ['127.0.0.0/8'] });
    expect((await callGate(at.live, '/v1/me', { key: inside.text })).status).toBe(200);
  });

  test('X-Forwarded-For from nobody we trust changes nothing', async () => {
    const outside = await seed({ ipAllowlist: ['203.0.113.0/24'] });
    const headers = { 'X-Forwarded-For': '203.0.113.7', Forwarded: 'for=203.0.113.7' };
    expectRefusal(
      await callGate(at.live, '/v1/me', { key: outside.text, headers }),
      'ip_not_allowed',
    );
  });

  test('an inactive organization is 403', async () => {
    const inactive = await seedOrganization(ownerPool(), { status: 'inactive' });
    const one = await seedKey(ownerPool(), inactive);
    const response = await callGate(at.live, '/v1/me', { key: one.text });
    expectRefusal(response, 'organization_inactive');
    expectKeyHeaders(response);
  });

  test('the limit lets exactly its number of calls pass, then is 429 until the window ends', async () => {
    const limited = await seedOrganization(ownerPool(), { requestsPerMinute: 7 });
    const one = await seedKey(ownerPool(), limited);
    await untilWindowHas(10);
    const responses: GateResponse[] = [];
    for (let call = 0; call < 9; call++) {
      responses.push(await callGate(at.live, '/v1/me', { key: one.text }));
    }
    expect(responses.map(({ status }) => status)).toEqual([...Array(7).fill(200), 429, 429]);
    expect(responses.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual([
      '6',
      '5',
      '4',
      '3',
      '2',
      '1',
      '0',
      '0',
      '0',
    ]);
    const last = responses[8];
    if (last === undefined) throw new Error('there is no ninth answer');
    expectRefusal(last, 'rate_limit_exceeded');
    expectKeyHeaders(last);
    const seconds = Number(last.headers['retry-after']);
    expect(last.error).toMatchObject({ retry_after: seconds });
    expect(last.error?.message).toContain(`${seconds} second`);
    const left = Number(last.headers['x-ratelimit-reset']) - clock.now() / 1000;
    expect(Math.abs(seconds - left)).toBeLessThanOrEqual(1.5);
  });

  test('a key has its own limit below the organization', async () => {
    const one = await seed({ rateLimit: 2 });
    await untilWindowHas(10);
    const responses: GateResponse[] = [];
    for (let call = 0; call < 3; call++) {
      responses.push(await callGate(at.live, '/v1/me', { key: one.text }));
    }
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(responses[0]?.headers['ratelimit-policy']).toBe('"key";q=2;w=60');
    expect((await callGate(at.live, '/v1/me', { key: key.text })).status).toBe(200);
  });

  test('a missing permission is 403 and says which', async () => {
    const one = await seed({ permissions: ['recordings:read'] });
    const body = { mode: 'ai_agent' };
    const response = await callGate(at.live, '/v1/sessions', { key: one.text, body });
    expectRefusal(response, 'insufficient_permissions');
    expectKeyHeaders(response);
    expect(challengeOf(response)).toBe(
      'Bearer realm="API", error="insufficient_scope", scope="sessions:write"',
    );
    const none = await seed({ permissions: [] });
    expect((await callGate(at.live, '/v1/me', { key: none.text })).status).toBe(200);
  });
});
