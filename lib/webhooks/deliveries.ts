import { z } from 'zod';
import { cursorField, type Page, pageOf } from '#lib/cursor';
import type { WebhookAttempt, WebhookDelivery, WebhookEvent } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { idField, momentField, placeField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { envelopeOf } from './envelope.ts';
import { type DeliveryDetails, type DeliveryView, endpointView } from './view.ts';

export const listEndpointDeliveriesInput = z.strictObject({
  endpointId: idField('wh'),
  cursor: cursorField(z.tuple([momentField, placeField])).optional(),
  limit: z.int().min(1).max(100).default(25),
});
export const showDeliveryInput = z.strictObject({ deliveryId: idField('whd') });

/** What was sent to an endpoint, the newest first, by pages. */
export const listEndpointDeliveries = defineVerb({
  name: null,
  can: 'webhook.read',
  input: listEndpointDeliveriesInput,
  run: async ({ organizationId }, input): Promise<Result<Page<DeliveryView>>> => {
    const { endpointId, cursor, limit } = input;
    const where = { endpointId, endpoint: { organizationId, deletedAt: null } };
    const backwards = cursor?.direction === 'previous';
    const way = backwards ? 'asc' : 'desc';
    const [rows, total] = await Promise.all([
      db().webhookDelivery.findMany({
        where: cursor === undefined ? where : { AND: [where, behind(cursor.at, backwards)] },
        orderBy: [{ createdAt: way }, { id: way }],
        take: limit + 1,
        include: { event: true, log: { orderBy: { number: 'desc' }, take: 1 } },
      }),
      db().webhookDelivery.count({ where }),
    ]);
    const page = pageOf(rows, {
      cursor,
      limit,
      key: (row) => [row.createdAt.toISOString(), row.id] as const,
    });
    return done({ ...page, items: page.items.map(deliveryView), total });
  },
});

/** One delivery with what was sent and each answer. */
export const showDelivery = defineVerb({
  name: null,
  can: 'webhook.read',
  input: showDeliveryInput,
  run: async ({ organizationId }, { deliveryId }): Promise<Result<DeliveryDetails>> => {
    const row = await db().webhookDelivery.findUnique({
      where: { id: deliveryId, endpoint: { organizationId, deletedAt: null } },
      include: { event: true, endpoint: true, log: { orderBy: { number: 'desc' } } },
    });
    if (row === null) return notFound('delivery');
    // As text: what was signed, byte for byte.
    const [stored] = await db().$queryRaw<{ data: string }[]>`
      SELECT data::text AS data FROM webhook_events WHERE id = ${row.eventId}`;
    const { event } = row;
    return done({
      ...deliveryView(row),
      endpoint: endpointView(row.endpoint, await databaseNow(db())),
      payload: envelopeOf({
        event_id: event.id,
        type: event.type,
        environment: event.environment,
        created_at: event.createdAt,
        data: stored?.data ?? '{}',
        finished: event.finished,
      }),
      log: row.log.map(({ number, at, duration, status, body, error }) => ({
        number,
        at: at.toISOString(),
        duration,
        status,
        body,
        error,
      })),
    });
  },
});

type Row = WebhookDelivery & {
  readonly event: WebhookEvent;
  /** The newest attempt first. */
  readonly log: readonly WebhookAttempt[];
};

function deliveryView(row: Row): DeliveryView {
  const { id, endpointId, eventId, event, status, attempts } = row;
  return {
    id,
    endpointId,
    eventId,
    type: event.type,
    status,
    attempts,
    lastStatus: row.log[0]?.status ?? null,
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: status === 'pending' ? row.nextAttemptAt.toISOString() : null,
  };
}

function behind([time, id]: readonly [string, string], backwards: boolean) {
  const createdAt = new Date(time);
  const than = <Value>(value: Value) => (backwards ? { gt: value } : { lt: value });
  return { OR: [{ createdAt: than(createdAt) }, { createdAt, id: than(id) }] };
}
