import { z } from 'zod';
import { changedFields, recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import type { WebhookEndpoint } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { environmentField, idField } from '#lib/fields';
import { newId } from '#lib/ids';
import { isSavable, parseAddress, REFUSAL } from '#lib/outbound/address';
import { denied, done, type Result } from '#lib/result';
import { seal } from '#lib/seal';
import { defineVerb, notFound } from '#lib/verb';
import {
  MOST_ENDPOINTS,
  webhookDescriptionField,
  webhookEventsField,
  webhookUrlField,
} from './fields.ts';
import { lockEndpoint } from './find.ts';
import { addressLabel } from './label.ts';
import { newSecretSource, secretOf } from './secret.ts';
import { type EndpointView, endpointView } from './view.ts';

const settings = {
  url: webhookUrlField,
  description: webhookDescriptionField,
  events: webhookEventsField,
};

export const addEndpointInput = z.strictObject({ environment: environmentField, ...settings });
export const editEndpointInput = z.strictObject({ endpointId: idField('wh'), ...settings });

export type NewEndpoint = {
  readonly endpoint: EndpointView;
  /** The whole signing secret, told this once. */
  readonly secret: string;
};

/** Makes an endpoint. Its secret is in this answer only. */
export const addEndpoint = defineVerb({
  name: 'webhook.create',
  can: 'webhook.manage',
  input: addEndpointInput,
  run: async (ctx, wanted): Promise<Result<NewEndpoint>> => {
    const url = await addressOf(wanted.url);
    if (url === null) return refusedAddress();
    return db().$transaction((tx) => add(tx, ctx, { ...wanted, url }));
  },
});

/** Changes what an endpoint is told of, and where. */
export const editEndpoint = defineVerb({
  name: 'webhook.update',
  can: 'webhook.manage',
  input: editEndpointInput,
  target: (input) => input.endpointId,
  run: async (ctx, { endpointId: id, ...wanted }): Promise<Result<EndpointView>> => {
    const { organizationId } = ctx;
    // Of somebody else's endpoint nothing is looked up, neither.
    const own = await db().webhookEndpoint.count({ where: { id, organizationId } });
    if (own === 0) return notFound('endpoint');
    const url = await addressOf(wanted.url);
    if (url === null) return refusedAddress();
    return db().$transaction(async (tx) => {
      const before = await lockEndpoint(tx, organizationId, id);
      if (before === null) return notFound('endpoint');
      const now = await databaseNow(tx);
      const data = { ...wanted, url, updatedAt: now };
      const after = await tx.webhookEndpoint.update({ where: { id, organizationId }, data });
      await recordAudit(tx, ctx, {
        action: 'webhook.update',
        targetId: id,
        targetLabel: addressLabel(url),
        ...changedFields(fieldsOf(before), fieldsOf(after)),
      });
      return done(endpointView(after, now));
    });
  },
});

async function add(
  tx: Tx,
  ctx: Context,
  wanted: z.output<typeof addEndpointInput>,
): Promise<Result<NewEndpoint>> {
  const { organizationId } = ctx;
  const { environment } = wanted;
  // Of several at once each counts those before it; the gate's batches hold this row too.
  await tx.$queryRaw`SELECT 1 FROM credit_accounts
    WHERE organization_id = ${organizationId} AND environment = ${environment}::environment FOR UPDATE`;
  const where = { organizationId, environment, deletedAt: null };
  if ((await tx.webhookEndpoint.count({ where })) >= MOST_ENDPOINTS) {
    return denied('conflict', `There are ${MOST_ENDPOINTS} endpoints at most. Remove one first.`);
  }
  const id = newId('wh');
  const secret = secretOf(id, newSecretSource());
  const now = await databaseNow(tx);
  const sealedSecret = Uint8Array.from(seal(secret));
  const row = await tx.webhookEndpoint.create({
    data: { id, organizationId, ...wanted, sealedSecret, createdAt: now, updatedAt: now },
  });
  await recordAudit(tx, ctx, {
    action: 'webhook.create',
    targetId: id,
    targetLabel: addressLabel(row.url),
    after: fieldsOf(row),
  });
  return done({ endpoint: endpointView(row, now), secret });
}

/** The fields of an endpoint that the audit log shows and compares. */
export function fieldsOf({ url, description, events, enabled }: WebhookEndpoint) {
  return { url, description, events, enabled };
}

async function addressOf(text: string): Promise<string | null> {
  return (await isSavable(text)) ? (parseAddress(text)?.href ?? null) : null;
}

function refusedAddress() {
  return denied('invalid_input', REFUSAL, { url: REFUSAL });
}
