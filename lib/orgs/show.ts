import { z } from 'zod';
import { db } from '#lib/db/prisma';
import { type OrganizationView, organizationView } from '#lib/orgs/view';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const showOrganizationInput = z.strictObject({});

/** The organization that the caller works in. */
export const showOrganization = defineVerb({
  name: null,
  can: 'organization.read',
  input: showOrganizationInput,
  run: async (ctx): Promise<Result<OrganizationView>> => {
    const row = await db().organization.findUnique({ where: { id: ctx.organizationId } });
    return row === null ? notFound('organization') : done(organizationView(row));
  },
});
