import { z } from 'zod';

/** Where a page begins: behind or before the row with these sort values. */
export type Cursor<Key extends readonly unknown[]> = {
  readonly direction: 'next' | 'previous';
  readonly at: Key;
};

/** One page of a list, with the cursors of its neighbours. */
export type Page<Item> = {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  /** Rows of the whole list under the same filter. */
  readonly total: number;
};

/** A cursor as it stands in an address; `key` is the shape of the sort values. */
export function cursorField<Key extends readonly unknown[]>(key: z.ZodType<Key>) {
  return z
    .string()
    .max(1000)
    .transform((text, ctx): Cursor<Key> => {
      const [direction, at] = decode(text);
      const parsed = key.safeParse(at);
      if (parsed.success && (direction === 'next' || direction === 'previous')) {
        return { direction, at: parsed.data };
      }
      ctx.addIssue('This is no place in the list. Start from its first page.');
      return z.NEVER;
    });
}

/**
 * Cuts a page out of the rows that lie in the cursor's direction, nearest first; one row more than
 * `limit` tells that there are others.
 */
export function pageOf<Row, Key extends readonly unknown[]>(
  rows: readonly Row[],
  options: {
    readonly cursor: Cursor<Key> | undefined;
    readonly limit: number;
    readonly key: (row: Row) => Key;
  },
): Omit<Page<Row>, 'total'> {
  const { cursor, limit, key } = options;
  const backwards = cursor?.direction === 'previous';
  const more = rows.length > limit;
  const near = rows.slice(0, limit);
  const items = backwards ? near.toReversed() : near;
  const first = items[0];
  const last = items.at(-1);
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : cursor !== undefined;
  return {
    items,
    nextCursor: hasNext && last !== undefined ? encode('next', key(last)) : null,
    previousCursor: hasPrevious && first !== undefined ? encode('previous', key(first)) : null,
  };
}

function encode(direction: Cursor<readonly unknown[]>['direction'], at: readonly unknown[]) {
  return Buffer.from(JSON.stringify([direction, at])).toString('base64url');
}

function decode(text: string): [unknown, unknown] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parsed) ? [parsed[0], parsed[1]] : [null, null];
  } catch {
    return [null, null];
  }
}
