import { z } from 'zod';
import { lockRule } from '#lib/alerts/save-rule';
import { recordAudit } from '#lib/audit/record';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

const LONGEST_HOURS = 720;

export const snoozeRuleInput = z.strictObject({
  ruleId: idField('arl'),
  /** Hours from now; 0 ends a snooze. */
  hours: z
    .int('Enter a whole number of hours.')
    .min(0, 'Enter 0 or more.')
    .max(LONGEST_HOURS, `Enter ${LONGEST_HOURS} hours at most.`),
});

/** Lets a rule fire without telling anybody but the portal, for a while. */
export const snoozeRule = defineVerb({
  name: 'alert_rule.snooze',
  can: 'alert.manage',
  input: snoozeRuleInput,
  target: (input) => input.ruleId,
  run: (ctx, { ruleId, hours }): Promise<Result<{ snoozedUntil: string | null }>> =>
    db().$transaction(async (tx) => {
      const row = await lockRule(tx, ctx.organizationId, ruleId);
      if (row === null) return notFound('rule');
      const now = await databaseNow(tx);
      const until = hours === 0 ? null : new Date(now.getTime() + hours * 3_600_000);
      await tx.alertRule.update({
        where: { id: ruleId, organizationId: ctx.organizationId },
        data: { snoozedUntil: until },
      });
      const snoozedUntil = until?.toISOString() ?? null;
      await recordAudit(tx, ctx, {
        action: 'alert_rule.snooze',
        targetId: ruleId,
        targetLabel: row.name,
        before: { snoozedUntil: row.snoozedUntil?.toISOString() ?? null },
        after: { snoozedUntil },
      });
      return done({ snoozedUntil });
    }),
});
