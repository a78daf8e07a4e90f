import { z } from 'zod';
import { SYNC_WATCH_LEVELS } from '#lib/alerts/levels';
import { lockRule, ruleFields } from '#lib/alerts/save-rule';
import { recordAudit } from '#lib/audit/record';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const removeRuleInput = z.strictObject({ ruleId: idField('arl') });

/** Removes a rule with its alerts and their deliveries. */
export const removeRule = defineVerb({
  name: 'alert_rule.remove',
  can: 'alert.manage',
  input: removeRuleInput,
  target: (input) => input.ruleId,
  run: (ctx, { ruleId }): Promise<Result<{ ruleId: string }>> =>
    db().$transaction(async (tx) => {
      const { organizationId } = ctx;
      const row = await lockRule(tx, organizationId, ruleId);
      if (row === null) return notFound('rule');
      await tx.alertRule.delete({ where: { id: ruleId, organizationId } });
      await tx.$executeRawUnsafe(SYNC_WATCH_LEVELS, organizationId);
      await recordAudit(tx, ctx, {
        action: 'alert_rule.remove',
        targetId: ruleId,
        targetLabel: row.name,
        before: ruleFields(row),
      });
      return done({ ruleId });
    }),
});
