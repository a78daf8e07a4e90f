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

/** What `readSums` reads of each piece. */
export type Reading = {
  /** What stands between SELECT and FROM; ends in a sum. */
  readonly select: string;
  /** Columns to group by, as positions. */
  readonly group: string;
  /** What to read of, made of the rows of a piece. */
  readonly from?: (rows: string) => string;
};

/** Sums of the pieces' rows, each with its piece's bucket and sign. */
export async function readSums<Row extends object>(
  asking: Asking,
  filter: Filter,
  pieces: readonly Placed[],
  { select, group, from = (rows) => rows }: Reading,
): Promise<(Row & { bucket: number; sign: number })[]> {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const which = conditions(filter, put);
  const spans = spansOf(pieces);
  const parts = (['days', 'hours', 'minutes'] as const).flatMap((grain) => {
    const own = spans.filter((span) => span.grain === grain);
    if (own.length === 0) return [];
    const rows = `(SELECT * FROM ${tables[grain]} WHERE ${which} AND ${bounds(own, put)}
      AND start >= p.since AND start < p.until) AS u`;
    return [
      `SELECT p.place, s.* FROM ${placed(own, put)}
       CROSS JOIN LATERAL (SELECT ${select} FROM ${from(rows)} GROUP BY ${group}) AS s`,
    ];
  });
  if (parts.length === 0) return [];
  const sql = parts.join('\nUNION ALL\n');
  const { rows } = await asking.client.query<Row & { place: number }>(sql, values);
  return rows.flatMap((row) =>
    (spans[row.place]?.uses ?? []).map(({ bucket, sign }) => ({ ...row, bucket, sign })),
  );
}

/** Rows of a table that are read once, and the buckets that they are added to or taken from. */
type Span = Omit<Piece, 'sign'> & {
  readonly place: number;
  readonly uses: { readonly bucket: number; readonly sign: number }[];
};

/** Neighbours share the hours between midnight and that of UTC: one adds what the other takes away. */
function spansOf(pieces: readonly Placed[]): Span[] {
  const spans = new Map<string, Span>();
  for (const { grain, since, until, bucket, sign } of pieces) {
    const name = `${grain} ${since} ${until}`;
    const span = spans.get(name) ?? { grain, since, until, place: spans.size, uses: [] };
    span.uses.push({ bucket, sign });
    spans.set(name, span);
  }
  return [...spans.values()];
}

/** Puts a value into the list of values; the text that stands for it. */
export type Put = (value: unknown) => string;

type Stretch = { readonly since: number; readonly until: number; readonly place: number };

/** Stretches of time as rows `p (place, since, until)`. */
export function placed(stretches: readonly Stretch[], put: Put): string {
  const times = (pick: (one: Stretch) => number) =>
    put(stretches.map((one) => new Date(pick(one)).toISOString()));
  return `unnest(${put(stretches.map(({ place }) => place))}::int[],
    ${times(({ since }) => since)}::timestamptz[],
    ${times(({ until }) => until)}::timestamptz[]) AS p (place, since, until)`;
}

/** The outermost bounds of all, so that days without any are not looked into. */
export function bounds(stretches: readonly Stretch[], put: Put): string {
  const since = Math.min(...stretches.map((one) => one.since));
  const until = Math.max(...stretches.map((one) => one.until));
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
