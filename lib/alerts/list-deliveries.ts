import { z } from 'zod';
import { parseEvidence } from '#lib/alerts/evidence';
import { keyNames } from '#lib/alerts/list-alerts';
import { type DeliveryView, endpointRef } from '#lib/alerts/view';
import { wordsOf } from '#lib/alerts/words';
import { cursorField, type Page, pageOf } from '#lib/cursor';
import type { Alert, AlertChannel, AlertDelivery, WebhookEndpoint } from '#lib/db/generated/client';
import { db } from '#lib/db/prisma';
import { environmentField, idField, momentField, placeField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export const listDeliveriesInput = z.strictObject({
  /** Deliveries of this environment's alerts, and tests, which belong to none. */
  environment: environmentField,
  /** Of one alert only. */
  alertId: idField('alt').optional(),
  cursor: cursorField(z.tuple([momentField, placeField])).optional(),
  limit: z.int().min(1).max(100).default(25),
});

type Row = AlertDelivery & {
  readonly channel: AlertChannel & { readonly endpoint: WebhookEndpoint | null };
  readonly alert: Alert | null;
};

/** What was sent where, the newest first, by pages. */
export const listDeliveries = defineVerb({
  name: null,
  can: 'alert.manage',
  input: listDeliveriesInput,
  run: async ({ organizationId }, input): Promise<Result<Page<DeliveryView>>> => {
    const { environment, alertId, cursor, limit } = input;
    const ofAlert = { alert: { organizationId, environment } };
    const where = {
      channel: { organizationId },
      ...(alertId === undefined ? { OR: [{ alertId: null }, ofAlert] } : { alertId, ...ofAlert }),
    };
    const backwards = cursor?.direction === 'previous';
    const way = backwards ? 'asc' : 'desc';
    const [rows, total] = await Promise.all([
      db().alertDelivery.findMany({
        where: cursor === undefined ? where : { AND: [where, behind(cursor.at, backwards)] },
        orderBy: [{ createdAt: way }, { id: way }],
        take: limit + 1,
        include: { channel: { include: { endpoint: true } }, alert: true },
      }),
      db().alertDelivery.count({ where }),
    ]);
    const page = pageOf(rows, {
      cursor,
      limit,
      key: (row) => [row.createdAt.toISOString(), row.id] as const,
    });
    const keys = await keyNames(
      organizationId,
      page.items.flatMap(({ alert }) => alert ?? []),
    );
    return done({ ...page, items: page.items.map((row) => deliveryView(row, keys)), total });
  },
});

function deliveryView(row: Row, keys: ReadonlyMap<string, string>): DeliveryView {
  const { alert, channel, status } = row;
  const seen = alert && parseEvidence(alert.kind, alert.evidence);
  const title = seen
    ? wordsOf(seen, keys.get(alert.subject) ?? null, alert.firedAt.toISOString()).title
    : 'An alert';
  return {
    id: row.id,
    channel: channel.name,
    channelKind: channel.kind,
    endpoint: endpointRef(channel.endpoint),
    alert: alert && { id: alert.id, title },
    event: row.event,
    status,
    attempts: row.attempts,
    note: row.lastError,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    nextAttemptAt: status === 'pending' ? row.nextAttemptAt.toISOString() : null,
  };
}

function behind([time, id]: readonly [string, string], backwards: boolean) {
  const createdAt = new Date(time);
  const than = <Value>(value: Value) => (backwards ? { gt: value } : { lt: value });
  return { OR: [{ createdAt: than(createdAt) }, { createdAt, id: than(id) }] };
}
