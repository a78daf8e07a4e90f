import { z } from 'zod';
import { waitingRecipients } from '#lib/alerts/recipients';
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
};

export const listChannelsInput = z.strictObject({});

/** The organization's channels; their addresses only for those who manage alerts. */
export const listChannels = defineVerb({
  name: null,
  can: 'alert.read',
  input: listChannelsInput,
  run: async (ctx): Promise<Result<ChannelsView>> => {
    const [rows, waiting] = await Promise.all([
      db().alertChannel.findMany({
        where: { organizationId: ctx.organizationId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
      waitingRecipients(db(), ctx.organizationId),
    ]);
    const full = allowed(ctx, 'alert.manage');
    return done({
      channels: rows.map((row) => channelView(row, full, waiting)),
      mailLeaves: settings().mail.smtpUrl !== undefined,
    });
  },
});
