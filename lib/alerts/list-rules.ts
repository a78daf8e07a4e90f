import { z } from 'zod';
import { type RuleView, ruleView } from '#lib/alerts/view';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export const listRulesInput = z.strictObject({ environment: environmentField });

/** The rules of one environment, by kind and name. */
export const listRules = defineVerb({
  name: null,
  can: 'alert.read',
  input: listRulesInput,
  run: async ({ organizationId }, { environment }): Promise<Result<RuleView[]>> => {
    const rows = await db().alertRule.findMany({
      where: { organizationId, environment },
      orderBy: [{ kind: 'asc' }, { name: 'asc' }],
      include: { _count: { select: { alerts: { where: { resolvedAt: null } } } } },
    });
    const now = await databaseNow(db());
    return done(rows.map((row) => ruleView(row, row._count.alerts, now)));
  },
});
