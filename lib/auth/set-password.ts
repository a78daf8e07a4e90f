import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { emailField } from '#lib/auth/email';
import { hashPassword } from '#lib/auth/password';
import { passwordField, passwordProblem } from '#lib/auth/password-rules';
import { replacePassword } from '#lib/auth/replace-password';
import { db } from '#lib/db/prisma';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const setPasswordInput = z.strictObject({ email: emailField, password: passwordField });

type Outcome = { readonly userId: string; readonly email: string; readonly endedSessions: number };

/** Gives a person another password, for the operator; every session of theirs ends. */
export const setPassword = defineVerb({
  name: 'user.set_password',
  can: 'operator',
  input: setPasswordInput,
  run: async (ctx, { email, password }): Promise<Result<Outcome>> => {
    const user = await db().user.findUnique({ where: { email } });
    if (user === null) return notFound('user');
    const problem = await passwordProblem(password, [user.email, user.name]);
    if (problem !== null) return denied('invalid_input', problem, { password: problem });
    const passwordHash = await hashPassword(password);
    return db().$transaction(async (tx) => {
      const replaced = await replacePassword(tx, { id: user.id }, passwordHash);
      if (replaced === null) return notFound('user');
      const { ended } = replaced;
      await recordAudit(tx, ctx, {
        action: 'user.set_password',
        targetId: user.id,
        targetLabel: email,
        after: { endedSessions: ended },
      });
      return done({ userId: user.id, email, endedSessions: ended });
    });
  },
});
