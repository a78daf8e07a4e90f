import { usagePool } from '#lib/usage/pool';
import { type RequestRow, ROW_COLUMNS } from './row.ts';

/** Puts a value into a statement's list of values; the text that stands for it. */
export type Put = (value: unknown) => string;

/** A bound of a call's time, as conditions on what holds calls. */
export type TimeBound = {
  /** On the call itself. */
  readonly row: () => string;
  /** On a segment that may hold such calls. */
  readonly segment: string;
  /** On a segment that holds none but such. */
  readonly whole: string;
  /** On the start of a minute or an hour that may hold such. */
  readonly start: (unit: Unit) => string;
};
type Unit = '1 minute' | '1 hour';

/** A look into the request log, as pieces of SQL. */
export type Look = {
  /** Conditions on organization and environment. */
  readonly place: readonly string[];
  /** Conditions on key, route, status and code, which calls, counts and kinds all know by the same names. */
  readonly narrowing: readonly string[];
  readonly when: readonly TimeBound[];
  readonly order: 'ASC' | 'DESC';
  /** The value that says how many calls are wanted. */
  readonly limit: string;
};

/** Where the first calls of a look lie. */
type Reach = {
  /** The first and the last time that they reach to; null when all there is does not fill the limit. */
  readonly bound: Date | null;
  /** The minutes that they may lie in, when something narrows the look; null without any. */
  readonly minutes: readonly Date[] | null;
  readonly now: Date;
};

/**
 * The first calls of a look, in its order. First it finds the segments that hold as many such calls as are
 * wanted, by what is known of each as a whole; then only the calls of the time that these reach over are
 * taken apart. Two statements, because the database plans the second well only when it knows that time.
 * @param lookWith the look, with its values put into the list of one statement
 */
export async function firstCalls(
  lookWith: (put: Put) => Look,
): Promise<{ rows: RequestRow[]; now: Date }> {
  const reach = await ask<Reach>((put) => reachSql(lookWith(put)));
  const [found] = reach;
  if (found === undefined) throw new Error('the database told no time');
  const rows = await ask<RequestRow>((put) => callsSql(lookWith(put), found, put));
  return { rows, now: found.now };
}

async function ask<Row extends object>(write: (put: Put) => string): Promise<Row[]> {
  const values: unknown[] = [];
  const sql = write((value) => `$${values.push(value)}`);
  return (await usagePool().query<Row>(sql, values)).rows;
}

function reachSql(look: Look): string {
  const { narrowing, order, limit } = look;
  const edge = order === 'DESC' ? 'min(first_at)' : 'max(last_at)';
  const minutes = narrowing.length > 0 ? `minutes AS MATERIALIZED (${minutesWith(look)}),` : '';
  return `WITH ${minutes} counted AS (
      SELECT first_at, last_at, calls,
        sum(calls) OVER (ORDER BY last_at ${order}, first_at ${order} ROWS UNBOUNDED PRECEDING) - calls AS before
      FROM (${wholeSegments(look)}) AS whole
    )
    SELECT (SELECT ${edge} FROM counted WHERE before < ${limit} HAVING sum(calls) >= ${limit}) AS bound,
      ${narrowing.length > 0 ? '(SELECT array_agg(start) FROM minutes)' : 'NULL'} AS minutes,
      now()::timestamptz(3) AS now`;
}

/** Segments of nothing but the asked time, in their order, and how many of their calls are asked for. */
function wholeSegments({ place, narrowing, when, order, limit }: Look): string {
  const which = [...place, ...when.map(({ whole }) => whole)].join(' AND ');
  const few = `ORDER BY last_at ${order}, first_at ${order} LIMIT ${limit}`;
  if (narrowing.length === 0) {
    return `SELECT first_at, last_at, calls FROM records.request_segments WHERE ${which} ${few}`;
  }
  return `SELECT first_at, last_at, k.calls FROM minutes
    JOIN records.request_segments s ON last_at >= start AND last_at < start + interval '1 minute'
    CROSS JOIN LATERAL (
      SELECT sum(calls) AS calls FROM unnest(s.key_ids, s.routes, s.statuses, s.codes, s.kind_calls)
        AS u (key_id, route, status, code, calls)
      WHERE ${narrowing.join(' AND ')}
    ) k
    WHERE ${which} AND k.calls > 0 ${few}`;
}

/**
 * The first minutes with such calls, by the counts: these say which hours have some, then which minutes. So
 * a rare code is found at once among millions of calls, and the log needs no index for it.
 */
function minutesWith({ place, narrowing, when, order, limit }: Look): string {
  const within = (unit: Unit) =>
    [...place, ...narrowing, ...when.map(({ start }) => start(unit))].join(' AND ');
  const first = (table: string, unit: Unit, more: string) =>
    `SELECT start FROM records.${table} WHERE ${within(unit)}${more} GROUP BY start ORDER BY start ${order} LIMIT ${limit}`;
  const rolled = '(SELECT hours_until FROM records.progress)';
  return `SELECT start FROM (
      (${first('usage_minutes', '1 minute', ` AND start >= ${rolled}`)})
      UNION ALL
      SELECT m.start FROM (${first('usage_hours', '1 hour', ` AND start < ${rolled}`)}) h
      CROSS JOIN LATERAL (
        SELECT start FROM records.usage_minutes
        WHERE ${within('1 minute')} AND start >= h.start AND start < h.start + interval '1 hour' GROUP BY start
      ) m
    ) AS candidates ORDER BY start ${order} LIMIT ${limit} + 1`;
}

/** A segment spans less than a minute, and the index knows its end only. */
function callsSql(look: Look, { bound, minutes }: Reach, put: Put): string {
  const { place, narrowing, when, order, limit } = look;
  const reached: string[] = [];
  if (bound !== null) {
    const time = `${put(bound)}::timestamptz`;
    if (order === 'DESC') reached.push(`segment_end >= ${time}`);
    else {
      reached.push(`segment_start <= ${time}`, `segment_end < ${time} + interval '1 minute'`);
    }
  }
  const segments = [...when.map(({ segment }) => segment), ...reached];
  const rows = [...place, ...narrowing, ...when.map(({ row }) => row()), ...segments];
  const log = `SELECT * FROM records.requests WHERE ${rows.join(' AND ')}`;
  const calls =
    narrowing.length === 0
      ? log
      : `SELECT r.* FROM unnest(${put(minutes ?? [])}::timestamptz[]) AS minutes (start) CROSS JOIN LATERAL (
          ${log} AND segment_end >= start AND segment_end < start + interval '1 minute'
        ) r`;
  return `SELECT ${ROW_COLUMNS} FROM (${calls} ORDER BY at ${order}, id ${order} LIMIT ${limit}) r
    LEFT JOIN api_keys k ON k.id = r.key_id ORDER BY r.at ${order}, r.id ${order}`;
}
