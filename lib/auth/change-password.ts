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
      return refuse(ctx, user, 'This is not your current password.');
    }
    await forgivePasswordCheck(user.id);
    const problem = await passwordProblem(next, [user.email, user.name]);
    if (problem !== null) return wrong('next', problem);
    if (current === next)
      return wrong('next', 'Choose a password that differs from the current one.');
    const stored = await store(ctx, user, await hashPassword(next));
    return stored ?? refuse(ctx, user, 'Your password was changed elsewhere. Sign in again.');
  },
});

type Verified = { readonly id: string; readonly email: string; readonly passwordHash: string };

/** Null when the verified password is no longer the person's: others may change it as we hash. */
function store(
  ctx: Context,
  user: Verified,
  passwordHash: string,
): Promise<Result<{ sessionId: string }> | null> {
  return db().$transaction(async (tx) => {
    const verified = { id: user.id, passwordHash: user.passwordHash, disabledAt: null };
    const replaced = await replacePassword(tx, verified, passwordHash);
    if (replaced === null) return null;
    const owner = { userId: user.id, organizationId: ctx.organizationId };
    const sessionId = await openSession(tx, owner, ctx.origin);
    await recordAudit(tx, ctx, {
      action: 'user.change_password',
      targetId: user.id,
      targetLabel: user.email,
      after: { endedSessions: replaced.ended },
    });
    return done({ sessionId });
  });
}

async function refuse(ctx: Context, user: Verified, message: string) {
  await recordAudit(db(), ctx, {
    action: 'user.change_password',
    outcome: 'refused',
    targetId: user.id,
    targetLabel: user.email,
  });
  return wrong('current', message);
}

function wrong(field: 'current' | 'next', message: string) {
  return denied('invalid_input', message, { [field]: message });
}
