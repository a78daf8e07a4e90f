import { z } from 'zod';
import type { Plan, Role } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

/** An organization that a person can switch to. */
export type OwnOrganization = {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly role: Role;
};

export const listMyOrganizationsInput = z.strictObject({});

/** The organizations that the caller is a member of, by name. */
export const listMyOrganizations = defineVerb({
  name: null,
  can: 'profile.update',
  input: listMyOrganizationsInput,
  run: async (ctx): Promise<Result<OwnOrganization[]>> => {
    if (ctx.actor.kind !== 'user') return done([]);
    const rows = await db().membership.findMany({
      where: { userId: ctx.actor.id },
      include: { organization: { select: { id: true, name: true, plan: true } } },
      orderBy: [{ organization: { name: 'asc' } }, { organizationId: 'asc' }],
    });
    return done(rows.map(({ organization, role }) => ({ ...organization, role })));
  },
});
