import { z } from 'zod';
import { db } from '#lib/db/prisma';
import { type OrganizationView, organizationView } from '#lib/orgs/view';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export const listOrganizationsInput = z.strictObject({});

/** Every organization, oldest first; for the operator. */
export const listOrganizations = defineVerb({
  name: null,
  can: 'operator',
  input: listOrganizationsInput,
  run: async (): Promise<Result<OrganizationView[]>> => {
    const rows = await db().organization.findMany({
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    return done(rows.map(organizationView));
  },
});
