import { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import type { Context } from '#lib/context';
import type { WebhookEndpoint } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { idField } from '#lib/fields';
import { newId } from '#lib/ids';
import { denied, done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { TEST_EVENT, testData } from './events.ts';
import { endpointInput, lockEndpoint } from './find.ts';
import { addressLabel } from './label.ts';

/** Tests and repetitions to one endpoint within a minute. */
const MOST_A_MINUTE = 20;

export const sendAgainInput = z.strictObject({ deliveryId: idField('whd') });

type Sent = { readonly deliveryId: string };

/** Sends a test event to an endpoint. */
export const testEndpoint = defineVerb({
  name: 'webhook.test',
  can: 'webhook.manage',
  input: endpointInput,
  target: (input) => input.endpointId,
  run: (ctx, { endpointId }): Promise<Result<Sent>> =>
    db().$transaction(async (tx) => {
      const row = await lockEndpoint(tx, ctx.organizationId, endpointId);
      if (row === null) return notFound('endpoint');
      const { organizationId, environment } = row;
      const event = { id: newId('evt'), type: TEST_EVENT, data: testData(row.id) };
      return send(tx, ctx, row, 'webhook.test', async (createdAt) => {
        await tx.webhookEvent.create({
          data: { ...event, organizationId, environment, createdAt },
        });
        return event.id;
      });
    }),
});

/** Sends the event of a delivery once more, by a delivery of its own; its id and body stay. */
export const sendAgain = defineVerb({
  name: 'webhook.send_again',
  can: 'webhook.manage',
  input: sendAgainInput,
  target: (input) => input.deliveryId,
  run: (ctx, { deliveryId }): Promise<Result<Sent>> =>
    db().$transaction(async (tx) => {
      const { organizationId } = ctx;
      const old = await tx.webhookDelivery.findUnique({
        where: { id: deliveryId, endpoint: { organizationId } },
      });
      const row = old && (await lockEndpoint(tx, organizationId, old.endpointId));
      if (old === null || row === null) return notFound('delivery');
      return send(tx, ctx, row, 'webhook.send_again', async () => old.eventId);
    }),
});

async function send(
  tx: Tx,
  ctx: Context,
  { id: endpointId, url, enabled }: WebhookEndpoint,
  action: string,
  eventOf: (now: Date) => Promise<string>,
): Promise<Result<Sent>> {
  if (!enabled) return denied('conflict', 'The endpoint is off. Switch it on first.');
  const now = await databaseNow(tx);
  const recent = await tx.auditEvent.count({
    where: {
      organizationId: ctx.organizationId,
      targetId: endpointId,
      // Keys have their rate limit, and use up nobody's turns.
      actorKind: { not: 'api_key' },
      action: { in: ['webhook.test', 'webhook.send_again'] },
      createdAt: { gt: new Date(now.getTime() - 60_000) },
    },
  });
  if (recent >= MOST_A_MINUTE) {
    return denied('rate_limited', 'That were many by hand. Wait a minute, then send another.');
  }
  const id = newId('whd');
  const eventId = await eventOf(now);
  await tx.webhookDelivery.create({
    data: { id, endpointId, eventId, createdAt: now, nextAttemptAt: now },
  });
  const targetLabel = addressLabel(url);
  await recordAudit(tx, ctx, { action, targetId: endpointId, targetLabel, after: { eventId } });
  return done({ deliveryId: id });
}
