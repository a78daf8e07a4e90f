import { z } from 'zod';
import { endpointState } from '#lib/alerts/channel-destination';
import { lockChannel } from '#lib/alerts/save-channel';
import { recordAudit } from '#lib/audit/record';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { newId } from '#lib/ids';
import { inactive, isActive } from '#lib/orgs/active';
import { lockOrganization } from '#lib/orgs/lock';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

/** Tests within a minute, of one channel and of all together, those that were removed since included. */
const MOST_A_MINUTE = 5;
const MOST_OF_ALL = 10;

export const testChannelInput = z.strictObject({ channelId: idField('ach') });

/** Has the worker send a test to a channel at once. */
export const testChannel = defineVerb({
  name: 'alert_channel.test',
  can: 'alert.manage',
  input: testChannelInput,
  target: (input) => input.channelId,
  run: (ctx, { channelId }): Promise<Result<{ deliveryId: string }>> =>
    db().$transaction(async (tx) => {
      const { organizationId } = ctx;
      // Of several at once each counts those before it.
      await lockOrganization(tx, organizationId);
      const row = await lockChannel(tx, organizationId, channelId);
      if (row === null) return notFound('channel');
      if (!(await isActive(tx, organizationId))) return inactive();
      if (!row.enabled) return denied('conflict', 'The channel is off. Switch it on first.');
      if (row.kind === 'webhook' && (await endpointState(tx, row)) !== 'on') {
        return denied('conflict', 'Its webhook endpoint is off or was removed.');
      }
      const now = await databaseNow(tx);
      const since = new Date(now.getTime() - 60_000);
      const recent = await tx.alertDelivery.count({
        where: { channelId, event: 'test', createdAt: { gt: since } },
      });
      const ofAll = await tx.auditEvent.count({
        where: {
          organizationId,
          action: 'alert_channel.test',
          outcome: 'done',
          createdAt: { gt: since },
        },
      });
      if (recent >= MOST_A_MINUTE || ofAll >= MOST_OF_ALL) {
        return denied('rate_limited', 'That were many tests. Wait a minute, then send another.');
      }
      const id = newId('adl');
      await tx.alertDelivery.create({
        data: { id, channelId, event: 'test', createdAt: now, nextAttemptAt: now },
      });
      await tx.$executeRaw`SELECT pg_notify('alerts', 'delivery')`;
      await recordAudit(tx, ctx, {
        action: 'alert_channel.test',
        targetId: channelId,
        targetLabel: row.name,
      });
      return done({ deliveryId: id });
    }),
});
