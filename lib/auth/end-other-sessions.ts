import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { onlyForPeople, personOf } from '#lib/auth/person';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export const endOtherSessionsInput = z.strictObject({});

/** Ends all of the caller's sessions but the one that asks. */
export const endOtherSessions = defineVerb({
  name: 'session.end_others',
  can: 'profile.update',
  input: endOtherSessionsInput,
  run: async (ctx): Promise<Result<{ ended: number }>> => {
    const person = personOf(ctx);
    if (person === null || person.sessionId === null) return onlyForPeople();
    const { id: userId, sessionId } = person;
    return db().$transaction(async (tx) => {
      const { count } = await tx.userSession.updateMany({
        where: { userId, endedAt: null, NOT: { id: sessionId } },
        data: { endedAt: await databaseNow(tx), endReason: 'ended_by_user' },
      });
      await recordAudit(tx, ctx, {
        action: 'session.end_others',
        targetId: userId,
        after: { ended: count },
      });
      return done({ ended: count });
    });
  },
});
