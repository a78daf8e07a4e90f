import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { db } from '#lib/db/prisma';
import { env, resetEnv } from '#lib/env';
import {
  type AuthBrowser,
  makePerson,
  openBrowser,
  PASSWORD,
  type Person,
} from '#test/auth-browser';
import { ownerPool } from '#test/database';
import { loadSession } from './load-session.ts';
import { cookieName } from './session-cookie.ts';
import { closeThrottles } from './throttle.ts';

let browser: AuthBrowser;
let person: Person;

beforeEach(async () => {
  await ownerPool().query('DELETE FROM sign_in_throttles');
  person = await makePerson();
  browser = openBrowser();
});
afterEach(() => {
  delete process.env.PORTAL_URL;
  delete process.env.AUTH_TRUST_HOST;
  resetEnv();
});
afterAll(closeThrottles);

describe('signing in', () => {
  test('gives a cookie that names a session row and nothing else', async () => {
    const { response, body } = await browser.signIn(person.email);
    expect(response.status).toBe(200);
    expect(body.url).toBe(env().portalUrl);
    const line = response.headers.getSetCookie().find((one) => one.startsWith(`${cookieName()}=`));
    expect(line).toMatch(/; Path=\/;/);
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).not.toMatch(/; Secure/);
    expect(
      await db().userSession.count({ where: { id: await browser.sessionId(), userId: person.id } }),
    ).toBe(1);
    const { body: session, response: answer } = await browser.call('session');
    expect(session).toMatchObject({ user: { name: 'Ada', email: person.email } });
    expect(JSON.stringify(session)).not.toContain(await browser.sessionId());
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('over https every cookie is bound to the host', async () => {
    process.env.PORTAL_URL = 'https://portal.example.com';
    resetEnv();
    const { body: csrf, response: first } = await browser.call('csrf');
    expect(csrf.csrfToken).toHaveLength(64);
    const { response } = await browser.signIn(person.email);
    const lines = [...first.headers.getSetCookie(), ...response.headers.getSetCookie()];
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(line).toMatch(/^__Host-/);
      expect(line).toMatch(/; Secure/);
      expect(line).toMatch(/; HttpOnly/);
      expect(line).toMatch(/; SameSite=Lax/);
      expect(line).not.toMatch(/Domain=/i);
    }
    expect(cookieName()).toBe('__Host-next-auth.session-token');
    expect(await loadSession(await browser.sessionId(), false)).not.toBeNull();
  });

  test('answers an unknown address and a wrong password alike', async () => {
    const answers = [];
    for (const address of [person.email, 'nobody@example.com', 'no address']) {
      const { response, body } = await browser.signIn(address, 'not the passphrase');
      const names = [...response.headers.keys()].sort();
      answers.push({ status: response.status, body, names });
      expect(browser.jar.has(cookieName())).toBe(false);
    }
    expect(answers[0]?.status).toBe(401);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('tells how long to wait after too many attempts', async () => {
    for (let i = 0; i < 10; i++) await browser.signIn(person.email, 'wrong');
    const { body } = await browser.signIn(person.email);
    expect(new URL(body.url).searchParams.get('error')).toMatch(/^rate_limited\.\d+$/);
  });

  test('keeps a fault’s own words to itself', async () => {
    await ownerPool().query('ALTER TABLE users RENAME TO users_away');
    try {
      const { body } = await browser.signIn(person.email);
      expect(new URL(body.url).searchParams.get('error')).toBe('unavailable');
    } finally {
      await ownerPool().query('ALTER TABLE users_away RENAME TO users');
    }
  });
});

describe('a post', () => {
  test.each([
    ['no Origin', { origin: '' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['a null Origin', { origin: 'null' }],
    ['a foreign site', { 'sec-fetch-site': 'cross-site' }],
  ])('with %s is refused', async (_, headers) => {
    const { response } = await browser.signIn(person.email, PASSWORD, headers);
    expect(response.status).toBe(403);
    expect(browser.jar.has(cookieName())).toBe(false);
  });

  test('without the CSRF token signs nobody in', async () => {
    const form = {
      email: person.email,
      password: PASSWORD,
      json: 'true',
      csrfToken: 'x'.repeat(64),
    };
    await browser.call('callback/credentials', { method: 'POST', form });
    expect(browser.jar.has(cookieName())).toBe(false);
  });

  test('of JSON or plain text is refused', async () => {
    for (const type of ['application/json', 'text/plain']) {
      const { response } = await browser.signIn(person.email, PASSWORD, { 'content-type': type });
      expect(response.status).toBe(415);
    }
  });

  test('cannot lead elsewhere, whatever host the request names', async () => {
    process.env.AUTH_TRUST_HOST = 'true';
    const poison = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const targets = ['https://evil.example/x', '//evil.example', '/\\evil.example', '/live/keys'];
    for (const callbackUrl of targets) {
      const form = { email: person.email, password: PASSWORD, callbackUrl };
      const { body } = await browser.post('callback/credentials', form, poison);
      expect(new URL(body.url).origin).toBe(env().portalUrl);
    }
    const { response } = await browser.call('signin', { headers: poison });
    const to = response.headers.get('location') ?? '';
    expect(new URL(to, env().portalUrl).origin).toBe(env().portalUrl);
  });

  test('to a route that the portal has no use for finds nothing', async () => {
    for (const action of ['_log', 'signin/credentials', 'session', 'callback/github']) {
      const { response } = await browser.post(action, { code: 'x', level: 'error' });
      expect(response.status).toBe(404);
    }
    expect((await browser.call('verify-request')).response.status).toBe(404);
  });
});
