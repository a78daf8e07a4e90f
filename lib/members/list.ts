import { z } from 'zod';
import type { Role } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

/** A person in an organization. */
export type MemberView = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly since: string;
};

export const listMembersInput = z.strictObject({});

/** The people of the caller's organization, the first who joined first. */
export const listMembers = defineVerb({
  name: null,
  can: 'member.read',
  input: listMembersInput,
  run: async (ctx): Promise<Result<MemberView[]>> => {
    const rows = await db().membership.findMany({
      where: { organizationId: ctx.organizationId },
      include: { user: { select: { id: true, name: true, email: true } } },
      orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    });
    return done(
      rows.map(({ user, role, createdAt }) => ({ ...user, role, since: createdAt.toISOString() })),
    );
  },
});
