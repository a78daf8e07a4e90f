import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import type { Prisma, WebhookEndpoint } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { seal } from '#lib/seal';
import { defineVerb, notFound } from '#lib/verb';
import { SECRET_OVERLAP_HOURS } from './fields.ts';
import { endpointInput, lockEndpoint } from './find.ts';
import { addressLabel } from './label.ts';
import { fieldsOf, type NewEndpoint } from './save.ts';
import { newSecretSource, secretOf } from './secret.ts';
import { type EndpointView, endpointView } from './view.ts';

export const switchEndpointInput = z.strictObject({
  endpointId: idField('wh'),
  enabled: z.boolean(),
});

/** Switches an endpoint on, with five days anew, or off. What waits for one that is off is given up. */
export const switchEndpoint = defineVerb({
  name: 'webhook.update',
  can: 'webhook.manage',
  input: switchEndpointInput,
  target: (input) => input.endpointId,
  run: (ctx, { endpointId, enabled }): Promise<Result<EndpointView>> =>
    change(ctx, endpointId, async (tx, row, now) => {
      if (row.enabled === enabled) return done(endpointView(row, now));
      const data = enabled
        ? { enabled, disabledReason: null, disabledAt: null, failingSince: null }
        : { enabled, disabledReason: 'owner' as const, disabledAt: now };
      const after = await update(tx, row, data, now);
      const audited = { before: { enabled: row.enabled }, after: { enabled } };
      await note(tx, ctx, row, 'webhook.update', audited);
      return done(endpointView(after, now));
    }),
});

/** Gives an endpoint a new secret, which is in this answer only; the old one signs beside it for 24 hours. */
export const rotateEndpointSecret = defineVerb({
  name: 'webhook.rotate_secret',
  can: 'webhook.manage',
  input: endpointInput,
  target: (input) => input.endpointId,
  run: (ctx, { endpointId }): Promise<Result<NewEndpoint>> =>
    change(ctx, endpointId, async (tx, row, now) => {
      const secret = secretOf(row.id, newSecretSource());
      const data = {
        sealedSecret: Uint8Array.from(seal(secret)),
        previousSealedSecret: row.sealedSecret,
        previousEndsAt: new Date(now.getTime() + SECRET_OVERLAP_HOURS * 3_600_000),
      };
      const after = await update(tx, row, data, now);
      await note(tx, ctx, row, 'webhook.rotate_secret', {});
      return done({ endpoint: endpointView(after, now), secret });
    }),
});

/** Removes an endpoint: nothing is sent there any more, and its secrets are gone. */
export const removeEndpoint = defineVerb({
  name: 'webhook.remove',
  can: 'webhook.manage',
  input: endpointInput,
  target: (input) => input.endpointId,
  run: (ctx, { endpointId }): Promise<Result<{ endpointId: string }>> =>
    change(ctx, endpointId, async (tx, row, now) => {
      const data = {
        deletedAt: now,
        enabled: false,
        disabledReason: row.disabledReason ?? ('owner' as const),
        sealedSecret: new Uint8Array(),
        previousSealedSecret: null,
        previousEndsAt: null,
      };
      await update(tx, row, data, now);
      await note(tx, ctx, row, 'webhook.remove', { before: fieldsOf(row) });
      return done({ endpointId });
    }),
});

function change<Output>(
  ctx: Context,
  endpointId: string,
  run: (tx: Tx, row: WebhookEndpoint, now: Date) => Promise<Result<Output>>,
): Promise<Result<Output>> {
  return db().$transaction(async (tx) => {
    const row = await lockEndpoint(tx, ctx.organizationId, endpointId);
    return row === null ? notFound('endpoint') : run(tx, row, await databaseNow(tx));
  });
}

function update(
  tx: Tx,
  { id, organizationId }: WebhookEndpoint,
  data: Prisma.WebhookEndpointUpdateInput,
  now: Date,
): Promise<WebhookEndpoint> {
  return tx.webhookEndpoint.update({
    where: { id, organizationId },
    data: { ...data, updatedAt: now },
  });
}

function note(
  tx: Tx,
  ctx: Context,
  row: WebhookEndpoint,
  action: string,
  fields: Pick<Parameters<typeof recordAudit>[2], 'before' | 'after'>,
): Promise<void> {
  const targetLabel = addressLabel(row.url);
  return recordAudit(tx, ctx, { action, targetId: row.id, targetLabel, ...fields });
}
