import { z } from 'zod';
import { askRecipients, channelRecipients } from '#lib/alerts/recipients';
import { lockChannel } from '#lib/alerts/save-channel';
import { recordAudit } from '#lib/audit/record';
import { db } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { inactive, isActive } from '#lib/orgs/active';
import { lockOrganization } from '#lib/orgs/lock';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

export const askAgainInput = z.strictObject({ channelId: idField('ach') });

/** Sends another link to the addresses of a channel that nobody confirmed; to each after an hour, then ever more seldom. */
export const askAgain = defineVerb({
  name: 'alert_channel.ask',
  can: 'alert.manage',
  input: askAgainInput,
  target: (input) => input.channelId,
  run: (ctx, { channelId }): Promise<Result<{ links: number }>> =>
    db().$transaction(async (tx) => {
      const { organizationId } = ctx;
      await lockOrganization(tx, organizationId);
      const row = await lockChannel(tx, organizationId, channelId);
      if (row === null) return notFound('channel');
      if (!(await isActive(tx, organizationId))) return inactive();
      const emails = (await channelRecipients(tx, organizationId))
        .filter(({ channel }) => channel === channelId)
        .map(({ email }) => email);
      const links = await askRecipients(tx, organizationId, emails, true);
      if (links === null || links === 0) {
        return denied(
          'rate_limited',
          'A link was sent not long ago, or none is needed any more. Each next one takes twice as long: an hour at first, a week at most.',
        );
      }
      await recordAudit(tx, ctx, {
        action: 'alert_channel.ask',
        targetId: channelId,
        targetLabel: row.name,
        after: { links },
      });
      return done({ links });
    }),
});
