import type { Asking } from './ask.ts';
import type { Bucket } from './buckets.ts';
import { coverInside, type Piece } from './cover.ts';
import { minuteWindows } from './minute-windows.ts';
import { bounds, conditions, type Filter, grouped, type Put, placed } from './sums.ts';

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
  /** By this limit, not by the other. */
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
  const parts = grouped(pieces).map((own) => {
    const where = `${which} AND ${bounds(own, put)} AND start >= p.since AND start < p.until`;
    const windows = own[0].grain === 'hours' ? ofHours(where) : ofMinutes(where);
    return `SELECT p.place AS bucket, w.* FROM ${placed(own, put)} CROSS JOIN LATERAL (
         SELECT key_id, max(peak) AS peak, (array_agg(peak_limit ORDER BY peak DESC, start))[1] AS peak_limit,
           (array_agg(start ORDER BY peak DESC, start))[1] AS peak_at, sum(windows)::int AS windows,
           sum(near)::int AS near, sum(over)::int AS over, sum(refused)::bigint AS refused,
           sum(early)::bigint AS early
         FROM (${windows}) AS one GROUP BY key_id) AS w`;
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

function ofMinutes(where: string): string {
  return `SELECT key_id, start, peak, peak_limit, 1 AS windows,
      (refused = 0 AND peak * 5 >= peak_limit * 4 AND peak_limit > 0)::int AS near, (refused > 0)::int AS over,
      refused, early
    FROM (${minuteWindows(where)}) AS windows`;
}
