import { z } from 'zod';
import { db } from '#lib/db/prisma';
import { environmentField, idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

/** Keys that a field offers at most. */
const LIMIT = 200;

export type KeyName = { readonly id: string; readonly name: string };

export const keyNamesInput = z.strictObject({
  environment: environmentField,
  /** Only keys with a rate limit of their own, and this one. */
  limitedOr: idField('key').nullable().optional(),
});

/** The names of an environment's keys to choose from, revoked ones too, the one used last on top. */
export const listKeyNames = defineVerb({
  name: null,
  can: 'api_key.read',
  input: keyNamesInput,
  run: async ({ organizationId }, { environment, limitedOr }) => {
    const limited = { OR: [{ rateLimit: { not: null } }, { id: limitedOr ?? '' }] };
    const named: Result<readonly KeyName[]> = done(
      await db().apiKey.findMany({
        where: { organizationId, environment, ...(limitedOr !== undefined && limited) },
        orderBy: [{ lastUsedAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'desc' }],
        take: LIMIT,
        select: { id: true, name: true },
      }),
    );
    return named;
  },
});
