import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { openAccount } from '#lib/credits/open-account';
import type { Organization } from '#lib/db/generated/client';
import type { Plan } from '#lib/db/generated/enums';
import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { effectiveLimits } from '#lib/orgs/plans';

/**
 * Inserts an organization with a credit account per environment, each with its first included credits, and
 * with its first alert rules.
 */
export async function insertOrganization(
  tx: Tx,
  ctx: Context,
  wanted: { readonly name: string; readonly plan: Plan },
): Promise<Organization> {
  const { name, plan } = wanted;
  const now = await databaseNow(tx);
  const organization = await tx.organization.create({
    data: { id: newId('org'), name, plan, createdAt: now },
  });
  const credits = effectiveLimits(organization).creditsPerPeriod;
  for (const environment of ['live', 'test'] as const) {
    await openAccount(tx, { organizationId: organization.id, environment, credits, now });
  }
  await tx.$executeRaw`SELECT add_first_alert_rules(${organization.id})`;
  await recordAudit(tx, ctx, {
    action: 'organization.create',
    organizationId: organization.id,
    targetId: organization.id,
    targetLabel: name,
    after: { name, plan },
  });
  return organization;
}
