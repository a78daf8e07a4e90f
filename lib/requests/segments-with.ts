/** A bound of a call's time, as conditions on what holds calls. */
export type TimeBound = {
  /** On the call itself. */
  readonly row: string;
  /** On a segment that may hold such calls. */
  readonly segment: string;
  /** On a segment that holds none but such. */
  readonly whole: string;
  /** On the start of a minute or an hour that may hold such. */
  readonly start: (unit: Unit) => string;
};
type Unit = '1 minute' | '1 hour';

/** A look into the request log, as pieces of SQL over the same numbered values. */
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

/**
 * Selects the first calls of a look. First come the segments that hold as many such calls as are wanted, by
 * what is known of each as a whole; then only the calls of the time that these reach over are taken apart.
 */
export function firstCalls(look: Look): string {
  const { place, narrowing, when, order, limit } = look;
  const rows = [...place, ...narrowing, ...when.map(({ row }) => row)];
  const within = [...place, ...when.map(({ segment }) => segment)];
  const reach = (bound: string, otherwise: string) =>
    `coalesce((SELECT ${bound} FROM counted WHERE before < ${limit} HAVING sum(calls) >= ${limit}), '${otherwise}')`;
  // A segment spans less than a minute, and the index knows its end only.
  const reached =
    order === 'DESC'
      ? `segment_end >= ${reach('min(first_at)', '-infinity')}`
      : `segment_start <= ${reach('max(last_at)', 'infinity')}
         AND segment_end < ${reach("max(last_at) + interval '1 minute'", 'infinity')}`;
  return `WITH ${narrowing.length > 0 ? `minutes AS MATERIALIZED (${minutesWith(look)}),` : ''}
    counted AS MATERIALIZED (
      SELECT first_at, last_at, calls,
        sum(calls) OVER (ORDER BY last_at ${order}, first_at ${order} ROWS UNBOUNDED PRECEDING) - calls AS before
      FROM (${wholeSegments(look)}) AS whole
    )
    SELECT r.* FROM records.requests r
    WHERE ${[...rows, ...within, reached].join(' AND ')}
    ${narrowing.length > 0 ? "AND EXISTS (SELECT FROM minutes WHERE segment_end >= start AND segment_end < start + interval '1 minute')" : ''}
    ORDER BY at ${order}, id ${order} LIMIT ${limit}`;
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
