import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineAction, definePublicAction } from '#lib/action';
import { cookieName, sealSession } from '#lib/auth/session-cookie';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { env } from '#lib/env';
import { createKey } from '#lib/keys/create';
import { done } from '#lib/result';
import { defineVerb } from '#lib/verb';
import { keyDraft } from '#test/api-key';
import { changedSince, everyRow } from '#test/tables';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';

const request = vi.hoisted(() => ({ headers: new Headers(), cookie: '', revalidated: [''] }));
vi.mock('next/cache', () => ({
  revalidatePath: (path: string) => request.revalidated.push(path),
}));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => (name === cookieName() ? { name, value: request.cookie } : undefined),
  }),
}));

let tenant: Tenant;
const createKeyAction = defineAction({ verb: createKey, revalidate: ['/[environment]/keys'] });

beforeAll(async () => {
  tenant = await makeTenant();
});
beforeEach(async () => {
  request.headers = new Headers({ origin: env().portalUrl, 'sec-fetch-site': 'same-origin' });
  request.revalidated = [];
  await comeAs(tenant.as('owner'));
});
afterAll(() => vi.restoreAllMocks());

async function comeAs({ actor }: Context): Promise<void> {
  request.cookie = await sealSession(actor.kind === 'user' ? (actor.sessionId ?? '') : '');
}

describe('defineAction', () => {
  test('runs the verb as the session’s person, in the session’s organization', async () => {
    const { key } = dataOf(await createKeyAction(keyDraft({})));
    const { actor, organizationId } = tenant.as('owner');
    expect(key).toMatchObject({
      organizationId,
      createdBy: { id: actor.kind === 'user' && actor.id },
    });
    expect(request.revalidated).toEqual(['/[environment]/keys']);
  });

  test.each([
    ['no origin', { 'sec-fetch-site': 'same-origin' }],
    ['a null origin', { origin: 'null' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a foreign origin with its host', { origin: 'https://evil.example', host: 'evil.example' }],
    ['a forwarded host', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['another scheme', { origin: 'https://localhost:3000' }],
    ['a foreign site', { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['no site', { origin: 'http://localhost:3000', 'sec-fetch-site': 'none' }],
  ])('with %s nothing runs', async (_, headers) => {
    request.headers = new Headers(headers);
    const before = await everyRow();
    expect(codeOf(await createKeyAction(keyDraft({})))).toBe('wrong_origin');
    expect(changedSince(before, await everyRow())).toEqual([]);
  });

  test.each(['', 'junk'])('with the cookie %j nobody is signed in', async (cookie) => {
    request.cookie = cookie;
    expect(codeOf(await createKeyAction(keyDraft({})))).toBe('unauthenticated');
  });

  test('takes no organization and no actor from the input', async () => {
    const other = await makeTenant('Other');
    for (const field of ['organizationId', 'organization_id', 'actor', 'createdById', 'role']) {
      const input = keyDraft({ [field]: other.organizationId });
      expect(await createKeyAction(input)).toMatchObject({
        denial: { code: 'invalid_input', fields: { [field]: expect.any(String) } },
      });
    }
    const { organizationId } = other;
    expect(await db().apiKey.count({ where: { organizationId } })).toBe(0);
  });

  test('does nothing on a page that shows another organization', async () => {
    const other = await makeTenant('Other');
    const before = await everyRow();
    for (const shown of [other.organizationId, '', 'org_x']) {
      expect(await createKeyAction(keyDraft({}), shown)).toMatchObject({
        denial: {
          code: 'conflict',
          message: expect.stringMatching(/another tab: you now work in Acme,.*Nothing was changed/),
        },
      });
    }
    expect(changedSince(before, await everyRow())).toEqual([]);
    expect(codeOf(await createKeyAction(keyDraft({}), tenant.organizationId))).toBe('done');
  });

  test('refuses and notes what the role does not allow', async () => {
    await comeAs(tenant.as('viewer'));
    const before = await everyRow();
    expect(codeOf(await createKeyAction(keyDraft({})))).toBe('forbidden');
    const [event, ...others] = changedSince(before, await everyRow());
    expect(others).toEqual([]);
    expect(event?.table).toBe('audit_events');
    expect(event?.text).toContain('"outcome": "refused"');
    expect(request.revalidated).toEqual([]);
  });

  test('a removed role has no effect any more on the next call', async () => {
    const ctx = tenant.as('developer');
    await comeAs(ctx);
    expect(codeOf(await createKeyAction(keyDraft({})))).toBe('done');
    await db().membership.updateMany({
      where: { userId: ctx.actor.kind === 'user' ? ctx.actor.id : '' },
      data: { role: 'viewer' },
    });
    expect(codeOf(await createKeyAction(keyDraft({})))).toBe('forbidden');
  });

  test('tells of a fault only its request id', async () => {
    const broken = defineVerb({
      name: null,
      can: 'profile.update',
      input: z.strictObject({}),
      run: () => Promise.reject(new Error('password=hunter2 at 10.0.0.1')),
    });
    const result = await defineAction({ verb: broken })({});
    expect(result).toMatchObject({
      ok: false,
      denial: { code: 'internal', requestId: expect.stringMatching(/^req_/) },
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('gives the browser what `finish` makes of the data', async () => {
    const verb = defineVerb({
      name: null,
      can: 'profile.update',
      input: z.strictObject({}),
      run: async () => done({ sessionId: 'uss_x' }),
    });
    expect(await defineAction({ verb, finish: async () => null })({})).toEqual(done(null));
  });
});

test('a public action checks the origin too, and needs no session', async () => {
  const hello = definePublicAction(async (input: string) => done(input));
  request.cookie = '';
  expect(await hello('hello')).toEqual(done('hello'));
  request.headers = new Headers();
  expect(codeOf(await hello('hello'))).toBe('wrong_origin');
});
