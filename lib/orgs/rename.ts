import { z } from 'zod';
import { changedFields, recordAudit } from '#lib/audit/record';
import { db } from '#lib/db/prisma';
import { nameField } from '#lib/fields';
import { lockOrganization } from '#lib/orgs/lock';
import { type OrganizationView, organizationFields, organizationView } from '#lib/orgs/view';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const renameOrganizationInput = z.strictObject({ name: nameField });

/** Gives the caller's organization another name. */
export const renameOrganization = defineVerb({
  name: 'organization.rename',
  can: 'organization.update',
  input: renameOrganizationInput,
  run: async (ctx, { name }): Promise<Result<OrganizationView>> =>
    db().$transaction(async (tx) => {
      const before = await lockOrganization(tx, ctx.organizationId);
      if (before === null) return notFound('organization');
      const after = await tx.organization.update({ where: { id: before.id }, data: { name } });
      await recordAudit(tx, ctx, {
        action: 'organization.rename',
        targetId: before.id,
        targetLabel: name,
        ...changedFields(organizationFields(before), organizationFields(after)),
      });
      return done(organizationView(after));
    }),
});
