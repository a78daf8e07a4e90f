import { z } from 'zod';
import { closeAlerts } from '#lib/alerts/close-alerts';
import { SYNC_WATCH_LEVELS } from '#lib/alerts/levels';
import { withKind } from '#lib/alerts/settings';
import { type AuditFields, changedFields, recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { type AlertRule, Prisma } from '#lib/db/generated/client';
import { db, type Tx } from '#lib/db/prisma';
import { environmentField, idField, nameField } from '#lib/fields';
import { newId } from '#lib/ids';
import { lockOrganization } from '#lib/orgs/lock';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

const MOST_RULES = 50;

export const saveRuleInput = withKind({
  /** The rule to change; without one a new rule is made. */
  ruleId: idField('arl').optional(),
  environment: environmentField,
  name: nameField,
  enabled: z.boolean(),
  /** Empty means every channel. */
  channelIds: z.array(idField('ach')).max(20, 'Choose at most 20 channels.'),
});
type Wanted = z.output<typeof saveRuleInput>;

/** Makes a rule, or changes one; environment and kind of a rule stay. */
export const saveRule = defineVerb({
  name: 'alert_rule.save',
  can: 'alert.manage',
  input: saveRuleInput,
  target: (input) => input.ruleId ?? '',
  run: async (ctx, wanted): Promise<Result<{ ruleId: string }>> => {
    try {
      return await db().$transaction((tx) => save(tx, ctx, wanted));
    } catch (error) {
      if (!isSameName(error)) throw error;
      const message = 'Another rule has this name. Choose a different one.';
      return denied('conflict', message, { name: message });
    }
  },
});

async function save(tx: Tx, ctx: Context, wanted: Wanted): Promise<Result<{ ruleId: string }>> {
  const { organizationId } = ctx;
  const { ruleId, environment, kind, name, enabled, channelIds, settings } = wanted;
  // Of several at once each counts those before it.
  if (ruleId === undefined) await lockOrganization(tx, organizationId);
  if (!(await holdChannels(tx, ctx, wanted))) return notFound('channel');
  const data = { name, enabled, channelIds: [...new Set(channelIds)], settings };
  const before = ruleId === undefined ? null : await lockRule(tx, organizationId, ruleId);
  if (ruleId !== undefined) {
    if (before === null) return notFound('rule');
    if (before.kind !== kind || before.environment !== environment) {
      return denied(
        'conflict',
        'The kind and the environment of a rule never change. Make another rule.',
      );
    }
  } else if ((await tx.alertRule.count({ where: { organizationId, environment } })) >= MOST_RULES) {
    return denied('conflict', `An environment has ${MOST_RULES} rules at most. Remove one first.`);
  }
  const after =
    before === null
      ? await tx.alertRule.create({
          data: { id: newId('arl'), organizationId, environment, kind, ...data },
        })
      : await tx.alertRule.update({ where: { id: before.id, organizationId }, data });
  if (before?.enabled && !enabled) await closeAlerts(tx, after, 'rule_off');
  await tx.$executeRawUnsafe(SYNC_WATCH_LEVELS, organizationId);
  await recordAudit(tx, ctx, {
    action: 'alert_rule.save',
    targetId: after.id,
    targetLabel: name,
    ...changedFields(before === null ? {} : ruleFields(before), ruleFields(after)),
  });
  return done({ ruleId: after.id });
}

/**
 * Keeps channels from being removed before the rule that names them is saved; false when one is not there
 * for its environment, as a webhook endpoint of the other one is not.
 */
async function holdChannels(
  tx: Tx,
  { organizationId }: Context,
  { channelIds, environment }: Pick<Wanted, 'channelIds' | 'environment'>,
): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM alert_channels c WHERE c.organization_id = ${organizationId} AND c.id = ANY (${channelIds})
      AND NOT EXISTS (SELECT FROM webhook_endpoints e
        WHERE e.id = c.endpoint_id AND e.environment <> ${environment}::environment)
    ORDER BY c.id FOR KEY SHARE OF c`;
  return held.length === new Set(channelIds).size;
}

/** A rule of this organization, its row locked until the transaction ends; null for any other id. */
export async function lockRule(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<AlertRule | null> {
  await tx.$queryRaw`
    SELECT 1 FROM alert_rules WHERE id = ${id} AND organization_id = ${organizationId} FOR UPDATE`;
  return tx.alertRule.findUnique({ where: { id, organizationId } });
}

/** The fields of a rule that the audit log shows and compares. */
export function ruleFields(row: AlertRule): AuditFields {
  return {
    name: row.name,
    kind: row.kind,
    environment: row.environment,
    enabled: row.enabled,
    settings: JSON.stringify(row.settings),
    channelIds: row.channelIds,
  };
}

/** The name is the only unique column whose value comes from outside. */
function isSameName(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
