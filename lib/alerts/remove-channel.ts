import { z } from 'zod';
import { channelFields, lockChannel } from '#lib/alerts/save-channel';
import { recordAudit } from '#lib/audit/record';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { lockOrganization } from '#lib/orgs/lock';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const removeChannelInput = z.strictObject({ channelId: idField('ach') });

/** Removes a channel with its deliveries, also from the rules that name it. */
export const removeChannel = defineVerb({
  name: 'alert_channel.remove',
  can: 'alert.manage',
  input: removeChannelInput,
  target: (input) => input.channelId,
  run: (ctx, { channelId }): Promise<Result<{ channelId: string }>> =>
    db().$transaction(async (tx) => {
      const { organizationId } = ctx;
      // Of several at once each sees what the others did to channel and rules.
      await lockOrganization(tx, organizationId);
      const row = await lockChannel(tx, organizationId, channelId);
      if (row === null) return notFound('channel');
      await tx.$executeRaw`
        UPDATE alert_rules SET channel_ids = array_remove(channel_ids, ${channelId})
        WHERE organization_id = ${organizationId} AND ${channelId} = ANY (channel_ids)`;
      await tx.alertChannel.delete({ where: { id: channelId, organizationId } });
      await recordAudit(tx, ctx, {
        action: 'alert_channel.remove',
        targetId: channelId,
        targetLabel: row.name,
        before: channelFields(row),
      });
      return done({ channelId });
    }),
});
