import { createRequire } from 'node:module';
import { NextRequest } from 'next/server';
import { handleAuth } from '#lib/auth/handler';
import { loadSession } from '#lib/auth/load-session';
import { hashPassword } from '#lib/auth/password';
import { cookieName, openSeal } from '#lib/auth/session-cookie';
import { contextOf } from '#lib/auth/session-row';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { env } from '#lib/env';
import { newId } from '#lib/ids';
import { makeTenant } from '#test/tenant';

/** The password of everybody whom `makePerson` makes. */
export const PASSWORD = 'a passphrase of some length';

const passwordHash = await hashPassword(PASSWORD);
const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };
const current = { headers: new Headers(), jar: new Map<string, string>() };

// next-auth is CommonJS and asks Next.js for the request at hand; here is one without a server.
const require = createRequire(import.meta.url);
const path = require.resolve('next/headers');
require.cache[path] = Object.assign(Object.create(null), {
  id: path,
  filename: path,
  loaded: true,
  exports: {
    headers: async () => current.headers,
    cookies: async () => ({
      getAll: () => [...current.jar].map(([name, value]) => ({ name, value })),
    }),
  },
});

export type Person = { readonly id: string; readonly email: string };
type Call = { method?: 'GET' | 'POST'; form?: Record<string, string>; headers?: HeadersInit };
export type AuthBrowser = ReturnType<typeof openBrowser>;

/** Makes the owner of a new organization, who can sign in with PASSWORD. */
export async function makePerson(): Promise<Person> {
  const { organizationId } = await makeTenant();
  const id = newId('usr');
  const email = `${id.toLowerCase()}@example.com`;
  await db().user.create({ data: { id, email, name: 'Ada', passwordHash } });
  await db().membership.create({ data: { organizationId, userId: id, role: 'owner' } });
  return { id, email };
}

/** A browser that speaks to `/api/auth` and keeps its cookies. */
export function openBrowser(jar = new Map<string, string>()) {
  async function call(action: string, { method = 'GET', form, headers }: Call = {}) {
    const base = method === 'POST' ? { origin: env().portalUrl } : {};
    current.jar = jar;
    current.headers = new Headers({ 'user-agent': 'browser', ...base, ...headers });
    const request = new NextRequest(`${env().portalUrl}/api/auth/${action}`, {
      method,
      headers: current.headers,
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    const params = Promise.resolve({ nextauth: action.split('/') });
    const response = await handleAuth(request, { params });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    const text = await response.text();
    return { response, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  async function post(action: string, form: Record<string, string>, headers: HeadersInit = {}) {
    const { body } = await call('csrf');
    const sent = { csrfToken: body.csrfToken, json: 'true', ...form };
    return call(action, { method: 'POST', form: sent, headers });
  }

  const signIn = (email: string, password = PASSWORD, headers: HeadersInit = {}) =>
    post('callback/credentials', { email, password }, headers);
  const sessionId = async () => (await openSeal(jar.get(cookieName()))) ?? 'none';

  async function context(): Promise<Context> {
    const session = await loadSession(await sessionId(), false);
    if (session === null) throw new Error('not signed in');
    return contextOf(session, origin);
  }
  return { jar, call, post, signIn, sessionId, context };
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === '' || /Max-Age=0/.test(line)) jar.delete(name);
  else jar.set(name, decodeURIComponent(value));
}
