import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { closeAsking } from '#lib/gates/ask';
import { backdate, eventsOf, makeKey } from '#test/api-key';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { editKey } from './edit.ts';
import { showKey } from './show.ts';

let tenant: Tenant;
let owner: Context;

beforeAll(async () => {
  tenant = await makeTenant();
  owner = tenant.as('owner');
});
afterAll(closeAsking);

describe('edit', () => {
  test('changes what may be changed, and nothing else', async () => {
    const { key } = await makeKey(owner);
    const change = {
      keyId: key.id,
      name: 'Renamed',
      note: '',
      permissions: ['sessions:read' as const, 'analysis:read' as const],
      ipAllowlist: [],
      rateLimit: null,
    };
    const after = dataOf(await editKey(owner, change));
    expect(after).toEqual({
      ...key,
      name: 'Renamed',
      note: '',
      permissions: ['sessions:read', 'analysis:read'],
      preset: 'custom',
      ipAllowlist: [],
      rateLimit: null,
      scopes: [
        { permission: 'sessions:read', lastUsedAt: null },
        { permission: 'analysis:read', lastUsedAt: null },
      ],
    });
    const { history } = dataOf(await showKey(owner, { keyId: key.id }));
    expect(history[0]).toMatchObject({
      action: 'api_key.update',
      before: { name: 'Backend', permissions: ['sessions:read', 'sessions:write'] },
      after: { name: 'Renamed', permissions: ['sessions:read', 'analysis:read'] },
    });
    expect(history[0]?.after).not.toHaveProperty('environment');
  });

  test('lets a developer keep a permission that they could not grant, and not add it', async () => {
    const { key } = await makeKey(owner, { permissions: ['webhooks:manage'] });
    const base = { keyId: key.id, name: 'n', note: '', ipAllowlist: [], rateLimit: null };
    const kept = await editKey(tenant.as('developer'), {
      ...base,
      permissions: ['webhooks:manage'],
    });
    expect(codeOf(kept)).toBe('done');
    const taken = await editKey(tenant.as('developer'), { ...base, permissions: [] });
    expect(codeOf(taken)).toBe('done');
    const added = await editKey(tenant.as('developer'), {
      ...base,
      permissions: ['webhooks:manage'],
    });
    expect(codeOf(added)).toBe('forbidden');
    expect((await eventsOf(key.id)).at(-1)).toBe('api_key.update refused');
  });

  test('refuses a key that has ended', async () => {
    const { key } = await makeKey(owner);
    await backdate(key.id, 'expires_at', '1 second');
    const base = {
      keyId: key.id,
      name: 'n',
      note: '',
      permissions: [],
      ipAllowlist: [],
      rateLimit: null,
    };
    expect(codeOf(await editKey(owner, base))).toBe('conflict');
  });
});
