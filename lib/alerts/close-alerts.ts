import type { Resolution } from '#lib/alerts/evidence';
import type { AlertRule } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import type { Tx } from '#lib/db/prisma';
import { newId } from '#lib/ids';

/** Ends the open alerts of a rule by a person's hand, and tells it where their beginning was told. */
export async function closeAlerts(tx: Tx, rule: AlertRule, why: Resolution['why']): Promise<void> {
  const now = await databaseNow(tx);
  const open = await tx.alert.findMany({
    where: { ruleId: rule.id, organizationId: rule.organizationId, resolvedAt: null },
    include: { deliveries: { where: { channel: { enabled: true } } } },
  });
  if (open.length === 0) return;
  await tx.alert.updateMany({
    where: { id: { in: open.map(({ id }) => id) } },
    data: { resolvedAt: now, resolution: { why } },
  });
  if (rule.snoozedUntil !== null && rule.snoozedUntil > now) return;
  const told = open.flatMap(({ id, deliveries }) =>
    [...new Set(deliveries.map(({ channelId }) => channelId))].map((channelId) => ({
      id: newId('adl'),
      alertId: id,
      channelId,
      event: 'resolved' as const,
      createdAt: now,
      nextAttemptAt: now,
    })),
  );
  await tx.alertDelivery.createMany({ data: told, skipDuplicates: true });
}
