import { z } from 'zod';
import { changedFields, recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { countField } from '#lib/fields';
import { confirmChange } from '#lib/gates/confirm';
import { lockOrganization } from '#lib/orgs/lock';
import { type OrganizationView, organizationFields, organizationView } from '#lib/orgs/view';
import type { Receipt } from '#lib/receipt';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const setOrganizationInput = z
  .strictObject({
    status: z.enum(['active', 'inactive']),
    plan: z.enum(['free', 'starter', 'pro', 'enterprise']),
    /** Own figures in place of the plan's; null goes back to the plan's. */
    rateLimitPerMinute: countField.nullable(),
    concurrentSessions: countField.nullable(),
    creditsPerPeriod: z.int().min(0).max(2_147_483_647).nullable(),
  })
  .partial();

type Changes = z.output<typeof setOrganizationInput>;
type Outcome = {
  readonly organization: OrganizationView;
  /** Set when calls are refused from now on. */
  readonly receipt: Receipt | null;
};

/**
 * Suspends, reactivates or re-plans an organization. Every gate has applied it before this answers;
 * new credit figures count from the next period on.
 */
export const setOrganization = defineVerb({
  name: 'organization.set',
  can: 'operator',
  input: setOrganizationInput,
  run: async (ctx, changes): Promise<Result<Outcome>> => {
    const changed = await db().$transaction((tx) => change(tx, ctx, changes));
    if (changed === null) return notFound('organization');
    const gates = await confirmChange();
    const { organization, at } = changed;
    const suspended = changes.status === 'inactive';
    return done({
      organization,
      receipt: suspended ? { refusedSince: at.toISOString(), gates } : null,
    });
  },
});

async function change(tx: Tx, ctx: Context, changes: Changes) {
  const before = await lockOrganization(tx, ctx.organizationId);
  if (before === null) return null;
  const data = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  const after = await tx.organization.update({ where: { id: before.id }, data });
  await recordAudit(tx, ctx, {
    action: 'organization.set',
    targetId: before.id,
    targetLabel: before.name,
    ...changedFields(organizationFields(before), organizationFields(after)),
  });
  return { organization: organizationView(after), at: await databaseNow(tx) };
}
