import { z } from 'zod';
import { channelRecipients } from '#lib/alerts/recipients';
import { type ChannelView, channelView } from '#lib/alerts/view';
import { db } from '#lib/db/prisma';
import { settings } from '#lib/env';
import { done, type Result } from '#lib/result';
import { allowed, defineVerb } from '#lib/verb';

/** Where alerts go. */
export type ChannelsView = {
  readonly channels: readonly ChannelView[];
  /** Whether mails leave this installation, or become files of its outbox. */
  readonly mailLeaves: boolean;
  /** The viewer's own address when a channel of theirs waits for its confirmation. */
  readonly ownWaiting: string | null;
};

export const listChannelsInput = z.strictObject({});

/** The organization's channels; their addresses only for those who manage alerts. */
export const listChannels = defineVerb({
  name: null,
  can: 'alert.read',
  input: listChannelsInput,
  run: async (ctx): Promise<Result<ChannelsView>> => {
    const [rows, recipients] = await Promise.all([
      db().alertChannel.findMany({
        where: { organizationId: ctx.organizationId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        include: { endpoint: true },
      }),
      channelRecipients(db(), ctx.organizationId),
    ]);
    const full = allowed(ctx, 'alert.manage');
    const own = recipients.find(
      ({ email, standing }) => standing === 'waiting' && email === ctx.actor.label,
    );
    return done({
      channels: rows.map((row) => channelView(row, full, recipients)),
      mailLeaves: settings().mail.smtpUrl !== undefined,
      ownWaiting: full ? (own?.email ?? null) : null,
    });
  },
});
