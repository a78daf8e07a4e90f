import { z } from 'zod';
import { type AlertView, alertView } from '#lib/alerts/view';
import { cursorField, type Page, pageOf } from '#lib/cursor';
import type { Alert } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { environmentField, momentField, placeField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export const listAlertsInput = z.strictObject({
  environment: environmentField,
  state: z.enum(['firing', 'resolved']),
  cursor: cursorField(z.tuple([momentField, placeField])).optional(),
  limit: z.int().min(1).max(100).default(25),
});

/** Alerts that fire, or those that are over; the newest first, by pages. */
export const listAlerts = defineVerb({
  name: null,
  can: 'alert.read',
  input: listAlertsInput,
  run: async ({ organizationId }, input): Promise<Result<Page<AlertView>>> => {
    const { environment, state, cursor, limit } = input;
    const where = {
      organizationId,
      environment,
      resolvedAt: state === 'firing' ? null : { not: null },
    };
    const backwards = cursor?.direction === 'previous';
    const way = backwards ? 'asc' : 'desc';
    const [rows, total, now] = await Promise.all([
      db().alert.findMany({
        where: { ...where, ...(cursor === undefined ? {} : behind(cursor.at, backwards)) },
        orderBy: [{ firedAt: way }, { id: way }],
        take: limit + 1,
        include: { rule: true },
      }),
      db().alert.count({ where }),
      databaseNow(db()),
    ]);
    const page = pageOf(rows, {
      cursor,
      limit,
      key: (row) => [row.firedAt.toISOString(), row.id] as const,
    });
    const keys = await keyNames(organizationId, page.items);
    return done({ ...page, items: page.items.map((row) => alertView(row, keys, now)), total });
  },
});

/** Names of the keys that alerts are about, by id. */
export async function keyNames(
  organizationId: string,
  alerts: readonly Pick<Alert, 'subject'>[],
): Promise<Map<string, string>> {
  const ids = alerts.map(({ subject }) => subject).filter((subject) => subject !== '');
  const keys = await db().apiKey.findMany({
    where: { organizationId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(keys.map(({ id, name }) => [id, name]));
}

function behind([time, id]: readonly [string, string], backwards: boolean) {
  const firedAt = new Date(time);
  const than = <Value>(value: Value) => (backwards ? { gt: value } : { lt: value });
  return { OR: [{ firedAt: than(firedAt) }, { firedAt, id: than(id) }] };
}
