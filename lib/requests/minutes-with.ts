/** A bound of a call's time: as a condition on the call, and on the start of a minute or hour with calls. */
export type TimeBound = {
  readonly row: string;
  readonly start: (unit: '1 minute' | '1 hour') => string;
};

/** A narrowed look into the request log, as pieces of SQL over the same numbered values. */
export type Narrowed = {
  /** Conditions that the counts know too: organization, environment, key, route, status, code. */
  readonly which: string;
  readonly when: readonly TimeBound[];
  /** All of them, on rows of the log. */
  readonly rows: string;
  readonly order: 'ASC' | 'DESC';
  /** The value that says how many rows are wanted. */
  readonly limit: string;
};

/**
 * Finds rows by the counts: these say which hours have such calls, then which minutes, and only those of the
 * log are read. So a rare code is found at once among millions of calls, and the log needs no index for it.
 */
export function minutesWith({ which, when, rows, order, limit }: Narrowed): string {
  const within = (unit: '1 minute' | '1 hour') =>
    [which, ...when.map(({ start }) => start(unit))].join(' AND ');
  const newest = (table: string, unit: '1 minute' | '1 hour', more: string) =>
    `SELECT start FROM records.${table} WHERE ${within(unit)}${more} GROUP BY start ORDER BY start ${order} LIMIT ${limit}`;
  const rolled = '(SELECT hours_until FROM records.progress)';
  return `SELECT r.* FROM (
      SELECT start FROM (
        (${newest('usage_minutes', '1 minute', ` AND start >= ${rolled}`)})
        UNION ALL
        SELECT m.start FROM (${newest('usage_hours', '1 hour', ` AND start < ${rolled}`)}) h
        CROSS JOIN LATERAL (
          SELECT start FROM records.usage_minutes
          WHERE ${within('1 minute')} AND start >= h.start AND start < h.start + interval '1 hour' GROUP BY start
        ) m
      ) AS candidates ORDER BY start ${order} LIMIT ${limit} + 1
    ) AS minutes
    CROSS JOIN LATERAL (
      SELECT * FROM records.requests
      WHERE ${rows} AND at >= minutes.start AND at < minutes.start + interval '1 minute'
      ORDER BY at ${order}, id ${order} LIMIT ${limit}
    ) r
    ORDER BY r.at ${order}, r.id ${order} LIMIT ${limit}`;
}
