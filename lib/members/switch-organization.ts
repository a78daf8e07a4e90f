import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { onlyForPeople, personOf } from '#lib/auth/person';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const switchOrganizationInput = z.strictObject({ organizationId: idField('org') });

/** Moves the caller's session to another organization that they are a member of. */
export const switchOrganization = defineVerb({
  name: 'session.switch',
  can: 'profile.update',
  input: switchOrganizationInput,
  target: (input) => input.organizationId,
  run: async (ctx, { organizationId }): Promise<Result<{ organizationId: string }>> => {
    const person = personOf(ctx);
    if (person === null || person.sessionId === null) return onlyForPeople();
    const { id: userId, sessionId } = person;
    return db().$transaction(async (tx) => {
      const membership = await tx.membership.findUnique({
        where: { organizationId_userId: { organizationId, userId } },
      });
      if (membership === null) return notFound('organization');
      await tx.userSession.updateMany({
        where: { id: sessionId, userId, endedAt: null },
        data: { organizationId },
      });
      await recordAudit(tx, ctx, {
        action: 'session.switch',
        organizationId,
        targetId: sessionId,
        before: { organizationId: ctx.organizationId },
        after: { organizationId },
      });
      return done({ organizationId });
    });
  },
});
