import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { closeAsking } from '#lib/gates/ask';
import { setOrganization } from '#lib/orgs/set';
import { backdate, eventsOf, keyDraft, makeKey } from '#test/api-key';
import { asOperator, codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { createKey } from './create.ts';
import { revokeKey, revokeKeys } from './revoke.ts';
import { showKey } from './show.ts';

let tenant: Tenant;
let owner: Context;

beforeAll(async () => {
  tenant = await makeTenant();
  owner = tenant.as('owner');
});
afterAll(closeAsking);

describe('revoke', () => {
  test('is final and says since when, again and again', async () => {
    const { key } = await makeKey(owner);
    const input = { keyId: key.id, reason: 'compromised' as const };
    const first = dataOf(await revokeKey(owner, input));
    expect(first.refusedSince).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(first.gates).toMatchObject({ expected: 0, confirmed: 0, unconfirmed: [] });
    const second = dataOf(await revokeKey(owner, { ...input, reason: 'other' }));
    expect(second.refusedSince).toBe(first.refusedSince);
    expect(dataOf(await showKey(owner, { keyId: key.id }))).toMatchObject({
      state: 'revoked',
      revokeReason: 'compromised',
    });
    expect(await eventsOf(key.id)).toEqual(['api_key.create done', 'api_key.revoke done']);
  });

  test('asks for the name of a live key that was used in the last 24 hours', async () => {
    const { key } = await makeKey(owner);
    const input = { keyId: key.id, reason: 'unused' as const };
    await backdate(key.id, 'last_used_at', '23 hours');
    const refused = await revokeKey(owner, input);
    expect(refused).toMatchObject({
      ok: false,
      denial: {
        code: 'invalid_input',
        fields: { confirmName: expect.stringContaining('Backend') },
      },
    });
    expect(codeOf(await revokeKey(owner, { ...input, confirmName: 'backend' }))).toBe(
      'invalid_input',
    );
    expect(codeOf(await revokeKey(owner, { ...input, confirmName: 'Backend' }))).toBe('done');
  });

  test('asks for no name of a key that is idle, or of the test environment, or of the operator', async () => {
    const idle = await makeKey(owner);
    await backdate(idle.key.id, 'last_used_at', '25 hours');
    const sandbox = await makeKey(owner, { environment: 'test' });
    await backdate(sandbox.key.id, 'last_used_at', '1 second');
    const busy = await makeKey(owner);
    await backdate(busy.key.id, 'last_used_at', '1 second');
    const reason = 'unused' as const;
    expect(codeOf(await revokeKey(owner, { keyId: idle.key.id, reason }))).toBe('done');
    expect(codeOf(await revokeKey(owner, { keyId: sandbox.key.id, reason }))).toBe('done');
    const operator = asOperator(tenant.organizationId);
    expect(codeOf(await revokeKey(operator, { keyId: busy.key.id, reason }))).toBe('done');
  });

  test('takes several keys, all or none', async () => {
    const other = await makeTenant('Other');
    const keys = [await makeKey(owner), await makeKey(owner), await makeKey(owner)].map(
      ({ key }) => key.id,
    );
    const foreign = dataOf(await createKey(other.as('owner'), keyDraft({}))).key.id;
    const reason = 'unused' as const;
    const mixed = await revokeKeys(owner, { keyIds: [...keys, foreign], reason });
    expect(codeOf(mixed)).toBe('not_found');
    const live = await db().apiKey.count({
      where: { id: { in: [...keys, foreign] }, revokedAt: null },
    });
    expect(live).toBe(4);

    await backdate(keys[0] ?? '', 'last_used_at', '1 minute');
    expect(codeOf(await revokeKeys(owner, { keyIds: keys, reason }))).toBe('invalid_input');
    const receipt = dataOf(await revokeKeys(owner, { keyIds: keys, reason, confirmCount: 3 }));
    expect(receipt.keys.map((key) => key.id)).toEqual([...keys].sort());
    for (const id of keys) expect(await eventsOf(id)).toContain('api_key.revoke done');
  });
});

test('suspending an organization gives a receipt, reactivating none', async () => {
  const { organizationId } = await makeTenant('Suspended');
  const ctx = asOperator(organizationId);
  const suspended = dataOf(await setOrganization(ctx, { status: 'inactive' }));
  expect(suspended).toMatchObject({
    organization: { status: 'inactive' },
    receipt: { gates: { unconfirmed: [] } },
  });
  const back = dataOf(await setOrganization(ctx, { status: 'active', rateLimitPerMinute: 5 }));
  expect(back).toMatchObject({
    organization: { status: 'active', limits: { requestsPerMinute: 5 } },
    receipt: null,
  });
});
