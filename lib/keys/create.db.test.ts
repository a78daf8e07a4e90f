import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { env } from '#lib/env';
import { closeAsking } from '#lib/gates/ask';
import { eventsOf, keyDraft, makeKey } from '#test/api-key';
import { asOperator, codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { createKey, issueKey } from './create.ts';
import { digestKey } from './digest.ts';
import { parseKey } from './format.ts';
import { permissions } from './scopes.ts';

let tenant: Tenant;
let owner: Context;

beforeAll(async () => {
  tenant = await makeTenant();
  owner = tenant.as('owner');
});
afterAll(closeAsking);

describe('create', () => {
  test('gives a key with everything asked for, and its secret once', async () => {
    const { key, secret } = await makeKey(owner);
    expect(parseKey(secret)).toEqual({ environment: 'live' });
    expect(key).toMatchObject({
      organizationId: tenant.organizationId,
      name: 'Backend',
      permissions: ['sessions:read', 'sessions:write'],
      preset: 'sessions_only',
      ipAllowlist: ['203.0.113.7', '2001:db8::/32'],
      rateLimit: 100,
      state: 'active',
      prefix: secret.slice(0, 12),
      tail: secret.slice(-4),
      createdBy: { name: 'The owner' },
    });
    const days = (Date.parse(key.expiresAt ?? '') - Date.parse(key.createdAt)) / 86_400_000;
    expect(days).toBe(90);
    const row = await db().apiKey.findUniqueOrThrow({ where: { id: key.id } });
    const pepper = env().peppers.get(1);
    expect(pepper).toBeDefined();
    expect(Buffer.from(row.digest)).toEqual(digestKey(secret, pepper ?? Buffer.alloc(0)));
    expect(await eventsOf(key.id)).toEqual(['api_key.create done']);
  });

  test.each([
    ['an empty name', { name: '  ' }, 'name'],
    ['a long name', { name: 'x'.repeat(81) }, 'name'],
    ['a line break in the name', { name: 'a\nb' }, 'name'],
    ['an escape in the note', { note: 'a\u001b[31m' }, 'note'],
    ['an unknown permission', { permissions: ['root'] }, 'permissions.0'],
    ['no address', { ipAllowlist: ['300.1.1.1'] }, 'ipAllowlist.0'],
    [
      '51 addresses',
      { ipAllowlist: Array.from({ length: 51 }, (_, i) => `10.0.0.${i}`) },
      'ipAllowlist',
    ],
    ['a limit of 0', { rateLimit: 0 }, 'rateLimit'],
    ['half a request', { rateLimit: 1.5 }, 'rateLimit'],
    ['a limit above the organization’s', { rateLimit: 601 }, 'rateLimit'],
    ['0 days', { expiresInDays: 0 }, 'expiresInDays'],
    ['3,651 days', { expiresInDays: 3651 }, 'expiresInDays'],
    ['a field of its own', { organizationId: 'org_x' }, 'organizationId'],
    ['an operator in place of a name', { name: { not: '' } }, 'name'],
  ])('refuses %s', async (_, change, field) => {
    const result = await createKey(owner, keyDraft(change) as never);
    expect(result).toMatchObject({ ok: false, denial: { code: 'invalid_input' } });
    expect(Object.keys(result.ok ? {} : (result.denial.fields ?? {}))).toEqual([field]);
  });

  test('makes one key of one form, however often it is sent', async () => {
    const nonce = crypto.randomUUID();
    const name = `double ${nonce}`;
    const sent = await Promise.all(
      [1, 2, 3].map(() => createKey(owner, keyDraft({ name, nonce }))),
    );
    expect(sent.map(codeOf).sort()).toEqual(['conflict', 'conflict', 'done']);
    expect(await db().apiKey.count({ where: { name } })).toBe(1);
    expect(codeOf(await createKey(owner, keyDraft({ nonce: nonce.replaceAll('-', '') })))).toBe(
      'conflict',
    );
  });

  test('lets nobody grant what their role cannot', async () => {
    const all = keyDraft({ permissions: [...permissions] });
    expect(codeOf(await createKey(tenant.as('developer'), all))).toBe('forbidden');
    expect(codeOf(await createKey(tenant.as('developer'), keyDraft({})))).toBe('done');
    expect(codeOf(await createKey(tenant.as('viewer'), keyDraft({})))).toBe('forbidden');
    expect(codeOf(await createKey(tenant.as('billing'), keyDraft({})))).toBe('forbidden');
  });

  test('is exact to the second for the operator, and for nobody else', async () => {
    const { expiresInDays, ...rest } = keyDraft({});
    expect(expiresInDays).toBe(90);
    const second = { ...rest, expiresInSeconds: 1 };
    const { key } = dataOf(await issueKey(asOperator(tenant.organizationId), second));
    expect(Date.parse(key.expiresAt ?? '') - Date.parse(key.createdAt)).toBe(1000);
    expect(codeOf(await issueKey(owner, second))).toBe('forbidden');
  });
});
