import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { emailField } from '#lib/auth/email';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const setUserStatusInput = z.strictObject({ email: emailField, disabled: z.boolean() });

type Outcome = { readonly userId: string; readonly email: string; readonly disabled: boolean };

/** Disables a person, whose sessions end at once, or lets them sign in again; for the operator. */
export const setUserStatus = defineVerb({
  name: 'user.set_status',
  can: 'operator',
  input: setUserStatusInput,
  run: async (ctx, { email, disabled }): Promise<Result<Outcome>> =>
    db().$transaction(async (tx) => {
      const user = await tx.user.findUnique({ where: { email } });
      if (user === null) return notFound('user');
      const now = await databaseNow(tx);
      await tx.user.update({
        where: { id: user.id },
        data: { disabledAt: disabled ? (user.disabledAt ?? now) : null },
      });
      if (disabled) {
        await tx.userSession.updateMany({
          where: { userId: user.id, endedAt: null },
          data: { endedAt: now, endReason: 'user_disabled' },
        });
      }
      await recordAudit(tx, ctx, {
        action: 'user.set_status',
        targetId: user.id,
        targetLabel: email,
        before: { disabled: user.disabledAt !== null },
        after: { disabled },
      });
      return done({ userId: user.id, email, disabled });
    }),
});
