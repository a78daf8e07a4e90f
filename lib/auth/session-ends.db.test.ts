import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '#lib/db/prisma';
import { resetEnv } from '#lib/env';
import {
  type AuthBrowser,
  makePerson,
  openBrowser,
  PASSWORD,
  type Person,
} from '#test/auth-browser';
import { ownerPool } from '#test/database';
import { asOperator, dataOf } from '#test/tenant';
import { changePassword } from './change-password.ts';
import { endSession } from './end-session.ts';
import { listSessions } from './list-sessions.ts';
import { loadSession } from './load-session.ts';
import { cookieName, openSeal } from './session-cookie.ts';
import { setPassword } from './set-password.ts';
import { setUserStatus } from './set-user-status.ts';
import { signOut } from './sign-out.ts';
import { closeThrottles } from './throttle.ts';

let browser: AuthBrowser;
let person: Person;

beforeEach(async () => {
  await ownerPool().query('DELETE FROM sign_in_throttles');
  person = await makePerson();
  browser = openBrowser();
});
afterAll(closeThrottles);

describe('a session ends', () => {
  const endings: Record<string, () => Promise<unknown>> = {
    'by signing out on the page': async () => signOut(await browser.context(), {}),
    'by next-auth’s own sign-out': () => browser.post('signout', {}),
    'from the list of sessions': async () =>
      endSession(await browser.context(), { sessionId: await browser.sessionId() }),
    'by a changed password': async () =>
      changePassword(await browser.context(), { current: PASSWORD, next: 'a new passphrase' }),
    'by the operator’s new password': () =>
      setPassword(asOperator(), { email: person.email, password: 'a new passphrase' }),
    'by disabling the person': () =>
      setUserStatus(asOperator(), { email: person.email, disabled: true }),
    'when the person loses the last organization': () =>
      db().membership.deleteMany({ where: { userId: person.id } }),
    'after 30 idle minutes': () => shift('last_seen_at', '30 minutes'),
    'after 12 hours': () => shift('expires_at', '12 hours'),
  };

  async function shift(column: 'last_seen_at' | 'expires_at', by: string) {
    const change = `UPDATE user_sessions SET ${column} = ${column} - $2::interval WHERE id = $1`;
    await ownerPool().query(change, [await browser.sessionId(), by]);
  }

  test.each(Object.keys(endings))('%s: a copy of the cookie is worth nothing', async (ending) => {
    await browser.signIn(person.email);
    const stolen = openBrowser(new Map(browser.jar));
    const id = await browser.sessionId();
    expect(await loadSession(id, true)).not.toBeNull();
    await endings[ending]?.();

    expect(await loadSession(id, true)).toBeNull();
    const { body, response } = await stolen.call('session');
    expect(body).toEqual({});
    expect(response.headers.getSetCookie().join()).toMatch(/session-token=;/);
  });

  test('not before 30 idle minutes, and every use counts', async () => {
    await browser.signIn(person.email);
    const id = await browser.sessionId();
    await shift('last_seen_at', '29 minutes 50 seconds');
    expect(await loadSession(id, false)).not.toBeNull();
    expect(await loadSession(id, true)).not.toBeNull();
    await shift('last_seen_at', '29 minutes 50 seconds');
    expect(await loadSession(id, true)).not.toBeNull();
  });

  test('polling is no use: it does not keep a session alive', async () => {
    await browser.signIn(person.email);
    const id = await browser.sessionId();
    await shift('last_seen_at', '20 minutes');
    expect(await loadSession(id, false)).not.toBeNull();
    await browser.call('session');
    await shift('last_seen_at', '10 minutes');
    expect(await loadSession(id, true)).toBeNull();
  });

  test('last seen is written at most once a minute', async () => {
    await browser.signIn(person.email);
    const id = await browser.sessionId();
    const seen = () =>
      db()
        .userSession.findUniqueOrThrow({ where: { id } })
        .then((r) => r.lastSeenAt);
    const before = await seen();
    for (let i = 0; i < 5; i++) await loadSession(id, true);
    expect(await seen()).toEqual(before);
    await shift('last_seen_at', '61 seconds');
    await loadSession(id, true);
    expect((await seen()).getTime()).toBeGreaterThan(before.getTime());
  });

  test('with a changed password only the browser that changed it goes on', async () => {
    await browser.signIn(person.email);
    const other = await browser.sessionId();
    browser.jar.clear();
    await browser.signIn(person.email);
    const ctx = await browser.context();
    expect(dataOf(await listSessions(ctx, {})).map((one) => one.id)).toContain(other);
    const renewed = dataOf(
      await changePassword(ctx, { current: PASSWORD, next: 'a new passphrase' }),
    );
    expect(await loadSession(other, true)).toBeNull();
    expect(await loadSession(await browser.sessionId(), true)).toBeNull();
    expect(await loadSession(renewed.sessionId, true)).not.toBeNull();
    browser.jar.clear();
    expect((await browser.signIn(person.email)).response.status).toBe(401);
    expect((await browser.signIn(person.email, 'a new passphrase')).response.status).toBe(200);
  });
});

test('a cookie of another secret, or no cookie of ours, is nobody', async () => {
  await browser.signIn(person.email);
  const value = browser.jar.get(cookieName()) ?? '';
  for (const forged of ['', 'x', 'a.b.c.d.e', `${value}x`, value.slice(0, -4), 'x'.repeat(5000)]) {
    expect(await openSeal(forged)).toBeNull();
    browser.jar.set(cookieName(), forged);
    expect((await browser.call('session')).body).toEqual({});
  }
  process.env.SESSION_SECRET = 'another-secret-of-the-tests-0123456789';
  resetEnv();
  expect(await openSeal(value)).toBeNull();
  process.env.SESSION_SECRET = 'session-secret-of-the-tests-0123456789';
});
