import { z } from 'zod';
import { cursorField, type Page, pageOf } from '#lib/cursor';
import { Prisma } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db } from '#lib/db/prisma';
import { environmentField, placeField, searchField } from '#lib/fields';
import { filterOf, isPlace, orderOf, placeOf } from '#lib/keys/list-sql';
import { selectKeys } from '#lib/keys/row';
import { permissions } from '#lib/keys/scopes';
import { type KeyView, keyView } from '#lib/keys/view';
import { done, type Result } from '#lib/result';
import { defineVerb } from '#lib/verb';

const { sql } = Prisma;

export const listKeysInput = z
  .strictObject({
    environment: environmentField,
    /** Part of a name, of the shown part of the key or of the note, or a whole id. */
    search: searchField.optional(),
    state: z.enum(['active', 'expiring', 'retiring', 'expired', 'revoked']).optional(),
    permission: z.enum(permissions).optional(),
    sort: z.enum(['created', 'name', 'last_used', 'expires']).default('created'),
    /** Newest, latest or Z first with `desc`. */
    direction: z.enum(['asc', 'desc']).default('desc'),
    cursor: cursorField(z.tuple([placeField, placeField])).optional(),
    limit: z.int().min(1).max(100).default(25),
  })
  .refine(({ cursor, sort }) => cursor === undefined || isPlace(cursor.at, sort), {
    path: ['cursor'],
    error: 'This place belongs to another order. Start from the first page.',
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
    const [rows, [counted]] = await Promise.all([
      selectKeys(
        db(),
        sql`WHERE ${filter} AND ${order.after} ORDER BY ${order.clause} LIMIT ${limit + 1}`,
      ),
      db().$queryRaw<{ total: number }[]>`
        SELECT count(*)::int AS total FROM api_keys k WHERE ${filter}`,
    ]);
    const page = pageOf(rows, { cursor, limit, key: (row) => placeOf(row, input.sort) });
    const items = page.items.map((row) => keyView(row, now));
    return done({ ...page, items, total: counted?.total ?? 0 });
  },
});
