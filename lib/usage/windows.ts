import type { Asking } from './ask.ts';
import type { Bucket } from './buckets.ts';
import { coverInside, type Piece } from './cover.ts';
import { LIMITED } from './outcomes.ts';
import { bounds, conditions, type Filter, type Put, placed } from './sums.ts';

/**
 * What the windows of a bucket were like: of the organization (empty key) or of a key with a limit of its
 * own. The same figures as `records.pressure_hours` keeps of hours.
 */
export type WindowSums = {
  readonly bucket: number;
  readonly keyId: string;
  /** Calls that asked for room in the fullest window, and its limit. */
  readonly peak: number;
  readonly peakLimit: number;
  /** The minute or hour of the fullest window, the first one of several; epoch milliseconds. */
  readonly peakAt: number;
  readonly windows: number;
  readonly near: number;
  readonly over: number;
  readonly refused: number;
  readonly early: number;
};

/** A piece of the bucket at this place. */
type Placed = Piece & { readonly place: number };

/** The windows of each bucket, up to `until`. A bucket without calls has none. */
export async function readWindows(
  asking: Asking,
  filter: Filter,
  buckets: readonly Bucket[],
  until: number,
): Promise<WindowSums[]> {
  const pieces = buckets.flatMap(({ start, end }, bucket): Placed[] =>
    coverInside(start, Math.min(end, until), asking.kept).map((piece) => ({
      ...piece,
      place: bucket,
    })),
  );
  const sums = new Map<string, WindowSums>();
  for (const row of await readPieces(asking, filter, pieces)) {
    const name = `${row.bucket} ${row.keyId}`;
    const known = sums.get(name);
    sums.set(name, known === undefined ? row : joined(known, row));
  }
  return [...sums.values()];
}

/** Both together. */
export function joined(one: WindowSums, other: WindowSums): WindowSums {
  const { peak, peakLimit, peakAt } = isFuller(other, one) ? other : one;
  return {
    ...one,
    peak,
    peakLimit,
    peakAt,
    windows: one.windows + other.windows,
    near: one.near + other.near,
    over: one.over + other.over,
    refused: one.refused + other.refused,
    early: one.early + other.early,
  };
}

function isFuller(one: WindowSums, other: WindowSums): boolean {
  return one.peak > other.peak || (one.peak === other.peak && one.peakAt < other.peakAt);
}

type Row = Omit<WindowSums, 'keyId' | 'peakLimit' | 'peakAt'> & {
  key_id: string;
  peak_limit: number;
  peak_at: Date;
};

async function readPieces(
  { client }: Asking,
  filter: Filter,
  pieces: readonly Placed[],
): Promise<WindowSums[]> {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const which = conditions(filter, put);
  const limited = put(LIMITED);
  const parts = (['hours', 'minutes'] as const).flatMap((grain) => {
    const own = pieces.filter((piece) => piece.grain === grain);
    if (own.length === 0) return [];
    const where = `${which} AND ${bounds(own, put)} AND start >= p.since AND start < p.until`;
    const windows = grain === 'hours' ? ofHours(where) : ofMinutes(where, limited);
    return [
      `SELECT p.place AS bucket, w.* FROM ${placed(own, put)} CROSS JOIN LATERAL (
         SELECT key_id, max(peak) AS peak, (array_agg(peak_limit ORDER BY peak DESC, start))[1] AS peak_limit,
           (array_agg(start ORDER BY peak DESC, start))[1] AS peak_at, sum(windows)::int AS windows,
           sum(near)::int AS near, sum(over)::int AS over, sum(refused)::bigint AS refused,
           sum(early)::bigint AS early
         FROM (${windows}) AS one GROUP BY key_id) AS w`,
    ];
  });
  if (parts.length === 0) return [];
  const { rows } = await client.query<Row>(parts.join('\nUNION ALL\n'), values);
  return rows.map(({ key_id, peak_limit, peak_at, ...row }) => ({
    ...row,
    keyId: key_id,
    peakLimit: peak_limit,
    peakAt: peak_at.getTime(),
  }));
}

function ofHours(where: string): string {
  return `SELECT key_id, start, peak, peak_limit, windows, near_windows AS near, over_windows AS over, refused, early
    FROM records.pressure_hours WHERE ${where}`;
}

/** As lib/usage/roll.ts makes hours of the minutes. */
function ofMinutes(where: string, limited: string): string {
  return `WITH keys AS MATERIALIZED (
      SELECT start, key_id, max(peak) AS peak, max(peak_limit) AS peak_limit, max(key_peak) AS key_peak,
        max(key_limit) AS key_limit, coalesce(sum(requests) FILTER (WHERE code = ${limited}), 0) AS refused
      FROM records.usage_minutes WHERE ${where} GROUP BY start, key_id
    ), windows AS (
      SELECT '' AS key_id, start, max(peak) AS peak, max(peak_limit) AS peak_limit, sum(refused) AS refused,
        sum(greatest(refused - 1, 0)) AS early
      FROM keys GROUP BY start
      UNION ALL
      SELECT key_id, start, key_peak, key_limit, refused, greatest(refused - 1, 0) FROM keys WHERE key_limit > 0
    )
    SELECT key_id, start, peak, peak_limit, 1 AS windows,
      (refused = 0 AND peak * 5 >= peak_limit * 4 AND peak_limit > 0)::int AS near, (refused > 0)::int AS over,
      refused, early
    FROM windows`;
}
