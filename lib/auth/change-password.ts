import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { openSession } from '#lib/auth/open-session';
import { hashPassword, verifyPassword } from '#lib/auth/password';
import { passwordField, passwordProblem } from '#lib/auth/password-rules';
import { onlyForPeople, personOf } from '#lib/auth/person';
import { replacePassword } from '#lib/auth/replace-password';
import { admitPasswordCheck, forgivePasswordCheck } from '#lib/auth/throttle';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const changePasswordInput = z.strictObject({ current: passwordField, next: passwordField });

/**
 * Changes the caller's password. Every session ends, the caller's too, which goes on as a new one:
 * its id is for the cookie (`renewSessionCookie`), not for the page.
 */
export const changePassword = defineVerb({
  name: 'user.change_password',
  can: 'profile.update',
  input: changePasswordInput,
  run: async (ctx, { current, next }): Promise<Result<{ sessionId: string }>> => {
    const person = personOf(ctx);
    if (person === null) return onlyForPeople();
    const user = await db().user.findUnique({ where: { id: person.id } });
    if (user === null) return notFound('user');
    const wait = await admitPasswordCheck(user.id);
    if (wait !== null) return denied('rate_limited', `Too many attempts. Wait ${wait} seconds.`);
    if (!(await verifyPassword(user.passwordHash, current))) {
      await recordAudit(db(), ctx, {
        action: 'user.change_password',
        outcome: 'refused',
        targetId: user.id,
        targetLabel: user.email,
      });
      return wrong('current', 'This is not your current password.');
    }
    await forgivePasswordCheck(user.id);
    const problem = await passwordProblem(next, [user.email, user.name]);
    if (problem !== null) return wrong('next', problem);
    if (current === next)
      return wrong('next', 'Choose a password that differs from the current one.');
    return store(ctx, user, await hashPassword(next));
  },
});

function store(
  ctx: Context,
  user: { readonly id: string; readonly email: string },
  passwordHash: string,
): Promise<Result<{ sessionId: string }>> {
  return db().$transaction(async (tx) => {
    const { ended } = await replacePassword(tx, user.id, passwordHash);
    const owner = { userId: user.id, organizationId: ctx.organizationId };
    const sessionId = await openSession(tx, owner, ctx.origin);
    await recordAudit(tx, ctx, {
      action: 'user.change_password',
      targetId: user.id,
      targetLabel: user.email,
      after: { endedSessions: ended },
    });
    return done({ sessionId });
  });
}

function wrong(field: 'current' | 'next', message: string) {
  return denied('invalid_input', message, { [field]: message });
}
