import type { Environment } from '#lib/db/generated/enums';
import type { Asking } from './ask.ts';
import type { Bucket } from './buckets.ts';
import { cover, type Grain, type Piece } from './cover.ts';

/** Which calls are counted. */
export type Filter = {
  readonly organizationId: string;
  readonly environment: Environment;
  readonly keyId?: string | undefined;
  /** The pattern as stored, empty for calls without a route. */
  readonly route?: string | undefined;
  /** A status, or a class such as `4xx`. */
  readonly status?: string | undefined;
  /** Empty for successes. */
  readonly code?: string | undefined;
};

/** A piece of the bucket with this number. */
export type Placed = Piece & { readonly bucket: number };

const tables: Readonly<Record<Grain, string>> = {
  days: 'records.usage_days',
  hours: 'records.usage_hours',
  minutes: 'records.usage_minutes',
};

/** The pieces of all buckets, up to `until`. */
export function piecesOf(asking: Asking, buckets: readonly Bucket[], until: number): Placed[] {
  return buckets.flatMap(({ start, end }, bucket) =>
    cover(start, Math.min(end, until), asking.kept).map((piece) => ({ ...piece, bucket })),
  );
}

/**
 * Sums of the pieces' rows. `select` is what stands between SELECT and FROM and ends in a sum; the rows
 * carry their piece's bucket and sign.
 * @param group columns to group by, as positions
 */
export async function readSums<Row extends object>(
  asking: Asking,
  filter: Filter,
  pieces: readonly Placed[],
  {
    select,
    group,
    from = (table) => table,
  }: {
    readonly select: string;
    readonly group: string;
    readonly from?: (table: string) => string;
  },
): Promise<(Row & { bucket: number; sign: number })[]> {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const which = conditions(filter, put);
  const parts = (['days', 'hours', 'minutes'] as const).flatMap((grain) => {
    const own = pieces.filter((piece) => piece.grain === grain);
    if (own.length === 0) return [];
    const rows = `(SELECT * FROM ${tables[grain]} WHERE ${which} AND ${bounds(own, put)}
      AND start >= p.since AND start < p.until) AS u`;
    return [
      `SELECT p.bucket, p.sign, s.* FROM ${placed(own, put)}
       CROSS JOIN LATERAL (SELECT ${select} FROM ${from(rows)} GROUP BY ${group}) AS s`,
    ];
  });
  if (parts.length === 0) return [];
  const { rows } = await asking.client.query<Row & { bucket: number; sign: number }>(
    parts.join('\nUNION ALL\n'),
    values,
  );
  return rows;
}

/** Puts a value into the list of values; the text that stands for it. */
export type Put = (value: unknown) => string;

/** Pieces as rows `p (bucket, since, until, sign)`. */
export function placed(pieces: readonly Placed[], put: Put): string {
  const times = (pick: (piece: Placed) => number) =>
    put(pieces.map((piece) => new Date(pick(piece)).toISOString()));
  return `unnest(${put(pieces.map(({ bucket }) => bucket))}::int[],
    ${times(({ since }) => since)}::timestamptz[], ${times(({ until }) => until)}::timestamptz[],
    ${put(pieces.map(({ sign }) => sign))}::int[]) AS p (bucket, since, until, sign)`;
}

/** The outermost bounds of the pieces, so that days without any are not looked into. */
export function bounds(pieces: readonly Placed[], put: Put): string {
  const since = Math.min(...pieces.map((piece) => piece.since));
  const until = Math.max(...pieces.map((piece) => piece.until));
  return `start >= ${put(new Date(since).toISOString())}::timestamptz
    AND start < ${put(new Date(until).toISOString())}::timestamptz`;
}

/** The organization's calls that pass the filter. */
export function conditions(filter: Filter, put: Put): string {
  const { organizationId, environment, keyId, route, status, code } = filter;
  const all = [
    `organization_id = ${put(organizationId)}`,
    `environment = ${put(environment)}::environment`,
  ];
  if (keyId !== undefined) all.push(`key_id = ${put(keyId)}`);
  if (route !== undefined) all.push(`route = ${put(route)}`);
  if (status?.endsWith('xx')) all.push(`status / 100 = ${put(Number(status[0]))}`);
  else if (status !== undefined) all.push(`status = ${put(Number(status))}`);
  if (code !== undefined) all.push(`code = ${put(code)}`);
  return all.join(' AND ');
}
