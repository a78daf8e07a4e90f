import { z } from 'zod';
import { cursorField, type Page, pageOf } from '#lib/cursor';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { environmentField } from '#lib/fields';
import { filterOf, orderOf, type Place } from '#lib/keys/list-sql';
import { keyParts } from '#lib/keys/row';
import { permissions } from '#lib/keys/scopes';
import { type KeyView, keyView } from '#lib/keys/view';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

export const listKeysInput = z.strictObject({
  environment: environmentField,
  /** Part of a name, of the shown part of the key or of the note, or a whole id. */
  search: z.string().trim().max(200).optional(),
  state: z.enum(['active', 'expiring', 'retiring', 'expired', 'revoked']).optional(),
  permission: z.enum(permissions).optional(),
  sort: z.enum(['created', 'name', 'last_used', 'expires']).default('created'),
  /** Newest, latest or Z first with `desc`. */
  direction: z.enum(['asc', 'desc']).default('desc'),
  cursor: cursorField(z.tuple([z.string().max(200), z.string().max(64)])).optional(),
  limit: z.int().min(1).max(100).default(25),
});

/** The organization's keys of one environment, filtered and sorted, by pages. */
export const listKeys = defineVerb({
  name: null,
  can: 'api_key.read',
  input: listKeysInput,
  run: async (ctx, input): Promise<Result<Page<KeyView>>> => {
    const { cursor, limit } = input;
    const now = await databaseNow(db());
    const filter = filterOf(ctx.organizationId, input, now);
    const order = orderOf(input.sort, input.direction, cursor);
    const [places, [counted]] = await Promise.all([
      db().$queryRaw<Place[]>`
        SELECT k.id, (${order.by})::text AS "value" FROM api_keys k
        WHERE ${filter} AND ${order.after} ORDER BY ${order.clause} LIMIT ${limit + 1}`,
      db().$queryRaw<{ total: number }[]>`
        SELECT count(*)::int AS total FROM api_keys k WHERE ${filter}`,
    ]);
    const page = pageOf(places, {
      cursor,
      limit,
      key: (place) => [place.value, place.id] as const,
    });
    const views = await viewsOf(ctx.organizationId, page.items, now);
    return done({ ...page, items: views, total: counted?.total ?? 0 });
  },
});

/** The keys of a page in its order. */
async function viewsOf(organizationId: string, places: readonly Place[], now: Date) {
  const ids = places.map((place) => place.id);
  const rows = await db().apiKey.findMany({
    ...keyParts,
    where: { id: { in: ids }, organizationId },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [keyView(row, now)];
  });
}
