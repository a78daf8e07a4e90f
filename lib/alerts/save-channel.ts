import { z } from 'zod';
import { destinationOf } from '#lib/alerts/channel-destination';
import { type AuditFields, changedFields, recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import { type AlertChannel, Prisma } from '#lib/db/generated/client';
import { db, type Tx } from '#lib/db/prisma';
import { idField, nameField } from '#lib/fields';
import { newId } from '#lib/ids';
import { lockOrganization } from '#lib/orgs/lock';
import { isSavable, REFUSAL } from '#lib/outbound/address';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';

const MOST_CHANNELS = 20;

const shared = {
  /** The channel to change; without one a new channel is made. */
  channelId: idField('ach').optional(),
  name: nameField,
  enabled: z.boolean(),
};

export const saveChannelInput = z.discriminatedUnion('kind', [
  z.strictObject({
    ...shared,
    kind: z.literal('email'),
    /** Empty means the owners and admins of the moment. */
    recipients: z
      .array(z.email('Enter e-mail addresses, one a line.').max(254))
      .max(20, 'Enter at most 20 addresses.')
      .transform((all) => [...new Set(all.map((one) => one.toLowerCase()))]),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('slack'),
    /** Empty keeps the address that a channel has. */
    url: z.string().trim().max(2_000, 'Use at most 2,000 characters.'),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('webhook'),
    /** A webhook endpoint of the organization, told of the alerts of its environment. */
    endpointId: z.string().min(1, 'Choose an endpoint.').pipe(idField('wh')),
  }),
]);
type Wanted = z.output<typeof saveChannelInput>;

/** Makes a channel, or changes one; its kind stays. A webhook's address is stored sealed, shown as a hint. */
export const saveChannel = defineVerb({
  name: 'alert_channel.save',
  can: 'alert.manage',
  input: saveChannelInput,
  target: (input) => input.channelId ?? '',
  run: async (ctx, wanted): Promise<Result<{ channelId: string }>> => {
    if (wanted.kind === 'slack' && wanted.url !== '' && !(await isSavable(wanted.url))) {
      return denied('invalid_input', REFUSAL, { url: REFUSAL });
    }
    try {
      return await db().$transaction((tx) => save(tx, ctx, wanted));
    } catch (error) {
      if (!isSameName(error)) throw error;
      const message = 'Another channel has this name. Choose a different one.';
      return denied('conflict', message, { name: message });
    }
  },
});

async function save(tx: Tx, ctx: Context, wanted: Wanted): Promise<Result<{ channelId: string }>> {
  const { organizationId } = ctx;
  const { channelId, kind, name, enabled } = wanted;
  // Of several at once each counts those before it.
  await lockOrganization(tx, organizationId);
  const before = channelId === undefined ? null : await lockChannel(tx, organizationId, channelId);
  if (channelId !== undefined && before === null) return notFound('channel');
  if (before !== null && before.kind !== kind) {
    return denied('conflict', 'The kind of a channel never changes. Make another channel.');
  }
  if (
    before === null &&
    (await tx.alertChannel.count({ where: { organizationId } })) >= MOST_CHANNELS
  ) {
    return denied('conflict', `There are ${MOST_CHANNELS} channels at most. Remove one first.`);
  }
  const destination = await destinationOf(tx, organizationId, wanted, before);
  if (!destination.ok) return destination;
  const data = { name, enabled, ...destination.data };
  const after =
    before === null
      ? await tx.alertChannel.create({ data: { id: newId('ach'), organizationId, kind, ...data } })
      : await tx.alertChannel.update({ where: { id: before.id, organizationId }, data });
  await recordAudit(tx, ctx, {
    action: 'alert_channel.save',
    targetId: after.id,
    targetLabel: name,
    ...changedFields(before === null ? {} : channelFields(before), channelFields(after)),
  });
  return done({ channelId: after.id });
}

/** A channel of this organization, its row locked until the transaction ends; null for any other id. */
export async function lockChannel(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<AlertChannel | null> {
  await tx.$queryRaw`
    SELECT 1 FROM alert_channels WHERE id = ${id} AND organization_id = ${organizationId} FOR UPDATE`;
  return tx.alertChannel.findUnique({ where: { id, organizationId } });
}

/** The fields of a channel that the audit log shows and compares; of an address only its hint. */
export function channelFields(row: AlertChannel): AuditFields {
  const { kind, name, enabled, recipients, urlHint, endpointId } = row;
  return { kind, name, enabled, recipients, urlHint, endpointId };
}

function isSameName(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
