import type { Statement } from '#lib/gate/writer/effect';
import type { ListQuery } from './query.ts';

/** The statements of one list: its first page, and the pages behind and before a place. */
export type ListStatements = {
  readonly first: Statement;
  readonly after: Statement;
  readonly before: Statement;
};

/** One page in the order of the list. */
export type ListPage<Row> = { readonly rows: readonly Row[]; readonly hasMore: boolean };

/** A statement with its values, ready for `pool.query`. */
export type ListAsked = Statement & { readonly values: unknown[] };

/**
 * The statements of a list sorted newest first, which is by id: ULIDs begin with their time.
 * @param name unique in the gate
 * @param select a SELECT up to and with its WHERE, with `own` values of its own ($1, $2 …)
 * @param id the column of the id
 */
export function listStatements(
  name: string,
  { select, own, id }: { readonly select: string; readonly own: number; readonly id: string },
): ListStatements {
  const limit = `LIMIT $${own + 1}`;
  const place = `$${own + 2}`;
  return {
    first: { name: `${name}_first`, text: `${select} ORDER BY ${id} DESC ${limit}` },
    after: {
      name: `${name}_after`,
      text: `${select} AND ${id} < ${place} ORDER BY ${id} DESC ${limit}`,
    },
    before: {
      name: `${name}_before`,
      text: `${select} AND ${id} > ${place} ORDER BY ${id} ${limit}`,
    },
  };
}

/** What to ask the database for a page: one row more than it shows, which tells that there are others. */
export function askPage(
  statements: ListStatements,
  own: readonly unknown[],
  query: ListQuery,
): ListAsked {
  const { limit, starting_after: after, ending_before: before } = query;
  const values = [...own, limit + 1];
  if (after !== undefined) return { ...statements.after, values: [...values, after] };
  if (before !== undefined) return { ...statements.before, values: [...values, before] };
  return { ...statements.first, values };
}

/** The page that the rows of `askPage` make. */
export function pageOf<Row>(rows: readonly Row[], query: ListQuery): ListPage<Row> {
  const shown = rows.slice(0, query.limit);
  return {
    rows: query.ending_before === undefined ? shown : shown.toReversed(),
    hasMore: rows.length > query.limit,
  };
}

/**
 * The JSON of a page.
 * @param data the JSON of each object
 * @param path where the list is, without the query
 */
export function listBody(data: readonly string[], hasMore: boolean, path: string): string {
  return `{"object":"list","data":[${data.join(',')}],"has_more":${hasMore},"url":${JSON.stringify(path)}}`;
}
