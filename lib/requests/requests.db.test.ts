import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { findRequest } from './find.ts';
import { simulateRequest } from './simulate.ts';

let acme: Tenant;
let other: Tenant;
let at: TestGate;

beforeAll(async () => {
  [acme, other] = [await makeTenant(), await makeTenant('Other')];
  at = await startTestGate();
});
afterAll(async () => {
  await at.gate.close();
});

async function logOf(requestId: string, tenant = acme) {
  return vi.waitUntil(
    async () => {
      const found = await findRequest(tenant.as('developer'), { requestId });
      return found.ok && found.data;
    },
    { timeout: 5_000 },
  );
}

describe('why a call was refused', () => {
  test('is told with the checks in order and what the deciding one saw', async () => {
    const key = await seedKey(ownerPool(), acme.organizationId, { permissions: ['sessions:read'] });
    const answer = await callGate(at.live, '/v1/sessions', { key: key.text, body: {} });
    const found = await logOf(String(answer.headers['x-request-id']));
    expect(found).toMatchObject({
      environment: 'live',
      request: { keyId: key.id, keyName: 'Backend', status: 403, check: 'permission' },
      facts: { needed: 'sessions:write', held: ['sessions:read'] },
    });
    const outcomes = found.steps.map(({ check, outcome }) => `${check} ${outcome}`);
    expect(outcomes.slice(6, 9)).toEqual([
      'rate_limit passed',
      'permission failed',
      'body not_reached',
    ]);
  });

  test('of another organization is not found, of nobody is told without its address', async () => {
    const key = await seedKey(ownerPool(), acme.organizationId);
    const own = await callGate(at.live, '/v1/me', { key: key.text });
    const requestId = String(own.headers['x-request-id']);
    await logOf(requestId);
    expect(codeOf(await findRequest(other.as('owner'), { requestId }))).toBe('not_found');
    const nobody = await callGate(at.live, '/v1/me', { headers: { 'User-Agent': 'secret/1' } });
    const strange = await logOf(String(nobody.headers['x-request-id']), other);
    expect(strange).toMatchObject({
      environment: null,
      request: { code: 'api_key_invalid', keyId: null, ip: '', client: '' },
      facts: { fault: 'missing' },
    });
  });
});

describe('a simulated call', () => {
  test('is decided as the real one', async () => {
    const organizationId = acme.organizationId;
    const seed = (wanted: Parameters<typeof seedKey>[2]) =>
      seedKey(ownerPool(), organizationId, wanted);
    const cases = [
      { key: await seed({}), path: '/v1/me' },
      { key: await seed({}), path: '/v1/nowhere' },
      { key: await seed({}), path: '/v1/me', method: 'DELETE' },
      { key: await seed({ permissions: [] }), path: '/v1/sessions/sess_x' },
      { key: await seed({ revoked: true }), path: '/v1/me' },
      { key: await seed({ expiresIn: -1 }), path: '/v1/me' },
      { key: await seed({ ipAllowlist: ['192.0.2.0/24'] }), path: '/v1/me' },
      { key: await seed({ environment: 'test' }), path: '/v1/me' },
    ];
    for (const { key, path, method = 'GET' } of cases) {
      const real = await callGate(at.live, path, { key: key.text, method });
      const simulated = dataOf(
        await simulateRequest(acme.as('viewer'), {
          keyId: key.id,
          method: method as 'GET',
          path,
          ip: '127.0.0.1',
          listener: 'live',
        }),
      );
      expect(simulated.code).toBe(real.error?.code ?? null);
      const found = await logOf(String(real.headers['x-request-id']));
      expect(simulated.steps).toEqual(found.steps);
    }
  });

  test('knows the window of its minute and the time that it is given', async () => {
    const key = await seedKey(ownerPool(), acme.organizationId, { rateLimit: 3, expiresIn: 3_600 });
    const call = { keyId: key.id, method: 'GET', path: '/v1/me', ip: '::1' } as const;
    for (let i = 0; i < 4; i++) await callGate(at.live, '/v1/me', { key: key.text });
    const { rows } = await vi.waitUntil(
      async () => {
        const found = await ownerPool().query(
          `SELECT start, key_peak FROM records.usage_minutes WHERE key_id = $1 ORDER BY key_peak DESC LIMIT 1`,
          [key.id],
        );
        return found.rowCount === 1 && found;
      },
      { timeout: 5_000 },
    );
    const full = { ...call, at: rows[0].start.toISOString() };
    const peak = rows[0].key_peak;
    expect(dataOf(await simulateRequest(acme.as('owner'), full)).code).toBe(
      peak >= 3 ? 'rate_limit_exceeded' : null,
    );
    const later = { ...call, at: new Date(Date.now() + 120_000).toISOString() };
    expect(dataOf(await simulateRequest(acme.as('owner'), later)).code).toBeNull();
    const tomorrow = { ...call, at: new Date(Date.now() + 86_400_000).toISOString() };
    expect(dataOf(await simulateRequest(acme.as('owner'), tomorrow)).code).toBe('api_key_expired');
  });

  test('needs credits where a call costs some', async () => {
    const key = await seedKey(ownerPool(), acme.organizationId);
    const call = { keyId: key.id, method: 'POST', path: '/v1/sessions', ip: '::1' } as const;
    expect(dataOf(await simulateRequest(acme.as('owner'), call)).code).toBeNull();
    await ownerPool().query(
      `UPDATE credit_accounts SET balance = 0, included = 0, purchased = 0
       WHERE organization_id = $1 AND environment = 'live'`,
      [acme.organizationId],
    );
    expect(dataOf(await simulateRequest(acme.as('owner'), call))).toMatchObject({
      code: 'insufficient_api_credits',
      credits: 1,
      balance: 0,
    });
  });

  test('with a key of another organization is not found', async () => {
    const key = await seedKey(ownerPool(), other.organizationId);
    const call = { keyId: key.id, method: 'GET', path: '/v1/me', ip: '::1' } as const;
    expect(codeOf(await simulateRequest(acme.as('owner'), call))).toBe('not_found');
  });
});
