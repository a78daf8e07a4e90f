import { z } from 'zod';
import { changedFields, recordAudit } from '#lib/audit/record';
import { onlyForPeople, personOf } from '#lib/auth/person';
import { db } from '#lib/db/prisma';
import { nameField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const updateProfileInput = z.strictObject({ name: nameField });

/** Changes the caller's own name. */
export const updateProfile = defineVerb({
  name: 'user.update',
  can: 'profile.update',
  input: updateProfileInput,
  run: async (ctx, { name }): Promise<Result<{ name: string }>> => {
    const person = personOf(ctx);
    if (person === null) return onlyForPeople();
    return db().$transaction(async (tx) => {
      const before = await tx.user.findUnique({ where: { id: person.id } });
      if (before === null) return notFound('user');
      await tx.user.update({ where: { id: person.id }, data: { name } });
      await recordAudit(tx, ctx, {
        action: 'user.update',
        targetId: person.id,
        targetLabel: before.email,
        ...changedFields({ name: before.name }, { name }),
      });
      return done({ name });
    });
  },
});
