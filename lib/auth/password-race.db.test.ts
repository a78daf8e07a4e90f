import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '#lib/db/prisma';
import { type AuthBrowser, makePerson, openBrowser, PASSWORD } from '#test/auth-browser';
import { ownerPool } from '#test/database';
import { asOperator, codeOf } from '#test/tenant';
import { changePassword } from './change-password.ts';
import { hashPassword } from './password.ts';
import { setPassword } from './set-password.ts';
import { setUserStatus } from './set-user-status.ts';
import { signIn } from './sign-in.ts';
import { closeThrottles } from './throttle.ts';

/** What happens after a password was found right and before anything is stored. */
const meanwhile = vi.hoisted(() => ({ happens: async (): Promise<unknown> => undefined }));
vi.mock('./password.ts', async (original) => {
  const real = await original<typeof import('./password.ts')>();
  return {
    ...real,
    verifyPassword: async (phc: string | null, password: string) => {
      const matches = await real.verifyPassword(phc, password);
      const { happens } = meanwhile;
      meanwhile.happens = async () => undefined;
      await happens();
      return matches;
    },
  };
});

const origin = { ip: '203.0.113.1', userAgent: 'browser', requestId: 'req_test' };
const NEXT = 'the passphrase of another day';
let email: string;
let userId: string;
let browser: AuthBrowser;

beforeEach(async () => {
  await ownerPool().query('DELETE FROM sign_in_throttles');
  const person = await makePerson();
  email = person.email;
  userId = person.id;
  browser = openBrowser();
  await browser.signIn(email);
});
afterAll(closeThrottles);

const liveSessions = () => db().userSession.count({ where: { userId, endedAt: null } });
const operatorSets = () => setPassword(asOperator(), { email, password: NEXT });

describe('the old password opens no session', () => {
  const changes: Record<string, () => Promise<unknown>> = {
    'the operator sets another one': operatorSets,
    'the person changes it': async () =>
      changePassword(await browser.context(), { current: PASSWORD, next: NEXT }),
    'the person is disabled': () => setUserStatus(asOperator(), { email, disabled: true }),
  };
  test.each(Object.keys(changes))('when %s after it was found right', async (change) => {
    meanwhile.happens = changes[change] ?? meanwhile.happens;
    expect(await signIn({ email, password: PASSWORD }, origin)).toEqual({
      ok: false,
      reason: 'wrong',
    });
    // The one of somebody who changes their own password goes on.
    expect(await liveSessions()).toBe(change === 'the person changes it' ? 1 : 0);
  });

  test('when a change has begun and is not committed yet', async () => {
    const changer = await ownerPool().connect();
    const passwordHash = await hashPassword(NEXT);
    try {
      await changer.query('BEGIN');
      await changer.query('UPDATE users SET password_hash = $2 WHERE id = $1', [
        userId,
        passwordHash,
      ]);
      let answered = false;
      const attempt = signIn({ email, password: PASSWORD }, origin).finally(() => {
        answered = true;
      });
      await vi.waitUntil(async () => answered || (await somebodyWaitsForALock()), 10_000);
      await changer.query('COMMIT');
      expect(await attempt).toEqual({ ok: false, reason: 'wrong' });
    } finally {
      changer.release();
    }
  });
});

describe('a change by the old password', () => {
  const change = async () =>
    changePassword(await browser.context(), { current: PASSWORD, next: 'a third passphrase' });

  test('does not undo the operator’s', async () => {
    meanwhile.happens = operatorSets;
    expect(await change()).toMatchObject({
      ok: false,
      denial: { fields: { current: expect.stringContaining('changed elsewhere') } },
    });
    expect(await liveSessions()).toBe(0);
    const refused = {
      action: 'user.change_password',
      outcome: 'refused',
      targetId: userId,
    } as const;
    expect(await db().auditEvent.count({ where: refused })).toBe(1);
    expect(await signIn({ email, password: NEXT }, origin)).toMatchObject({ ok: true });
  });

  test('wins once when two come at the same time', async () => {
    const ctx = await browser.context();
    const both = await Promise.all(
      [1, 2].map((n) => changePassword(ctx, { current: PASSWORD, next: `${NEXT} ${n}` })),
    );
    expect(both.map(codeOf).sort()).toEqual(['done', 'invalid_input']);
    expect(await liveSessions()).toBe(1);
  });

  test('does nothing for somebody disabled meanwhile', async () => {
    meanwhile.happens = () => setUserStatus(asOperator(), { email, disabled: true });
    expect(codeOf(await change())).toBe('invalid_input');
    expect(await liveSessions()).toBe(0);
  });
});

async function somebodyWaitsForALock(): Promise<boolean> {
  const { rowCount } = await ownerPool().query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rowCount !== 0;
}
