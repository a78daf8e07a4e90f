import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { onlyForPeople, personOf } from '#lib/auth/person';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const endSessionInput = z.strictObject({ sessionId: idField('uss') });

/** Ends one of the caller's own sessions; one that has ended already stays as it is. */
export const endSession = defineVerb({
  name: 'session.end',
  can: 'profile.update',
  input: endSessionInput,
  target: (input) => input.sessionId,
  run: async (ctx, { sessionId }): Promise<Result<null>> => {
    const person = personOf(ctx);
    if (person === null) return onlyForPeople();
    return db().$transaction(async (tx) => {
      const own = { id: sessionId, userId: person.id };
      if ((await tx.userSession.findFirst({ where: own })) === null) return notFound('session');
      const ended = await tx.userSession.updateMany({
        where: { ...own, endedAt: null },
        data: { endedAt: await databaseNow(tx), endReason: 'ended_by_user' },
      });
      if (ended.count > 0) {
        await recordAudit(tx, ctx, { action: 'session.end', targetId: sessionId });
      }
      return done(null);
    });
  },
});
