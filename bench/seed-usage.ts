import type { Pool } from 'pg';
import { ensurePartitions } from '#lib/usage/partitions';
import { rollUsage } from '#lib/usage/roll';

const DAY_MS = 86_400_000;

export type UsageSeed = {
  readonly organizationId: string;
  readonly environment: 'live' | 'test';
  readonly keyIds: readonly string[];
  readonly days: number;
  /** Rows drawn for each minute; about a fifth of them meet another of the same minute. */
  readonly rowsPerMinute: number;
  /** Calls of a row on average. */
  readonly callsPerRow: number;
};

/**
 * Fills the counts of an organization as gates and worker would have: minutes over some days up to now,
 * of 6 routes and 4 outcomes, busier by day than by night, and the hours, days and windows made of them.
 * @returns rows of minutes
 */
export async function seedUsage(pool: Pool, seed: UsageSeed): Promise<number> {
  const { rows } = await pool.query<{ now: Date }>('SELECT now()');
  const now = rows[0]?.now.getTime() ?? 0;
  for (let day = 0; day <= seed.days; day++) await ensurePartitions(pool, now - day * DAY_MS);
  const { organizationId, environment, keyIds, days, rowsPerMinute, callsPerRow } = seed;
  const inserted = await pool.query(MINUTES, [
    organizationId,
    environment,
    keyIds,
    days,
    rowsPerMinute,
    callsPerRow,
  ]);
  await pool.query(
    `UPDATE records.progress SET hours_until = date_trunc('day', now() - $1 * interval '1 day', 'UTC'),
       days_until = date_trunc('day', now() - $1 * interval '1 day', 'UTC')`,
    [days],
  );
  await rollUsage(pool);
  await pool.query('ANALYZE records.usage_minutes, records.usage_hours, records.usage_days');
  return inserted.rowCount ?? 0;
}

const MINUTES = `
  INSERT INTO records.usage_minutes (organization_id, environment, start, key_id, route, status, code,
    requests, credits, replays, latency, peak, peak_limit, key_peak, key_limit)
  SELECT $1, $2::environment, start, ($3::text[])[key + 1],
    (ARRAY['GET /v1/me', 'POST /v1/sessions', 'GET /v1/sessions', 'GET /v1/sessions/:id',
      'POST /v1/sessions/:id/end', 'GET /v1/recordings'])[route + 1],
    (ARRAY[200, 429, 403, 422])[outcome + 1],
    (ARRAY['', 'rate_limit_exceeded', 'insufficient_permissions', 'invalid_request'])[outcome + 1],
    2 * sum(calls), 0, 0, ARRAY[speed, sum(calls), speed + 2, sum(calls)]::int[],
    max(peak), 600, 0, 0
  FROM (
    SELECT start, floor(cardinality($3::text[]) * random() ^ 2)::int AS key, floor(6 * random() ^ 2)::int AS route,
      floor(4 * random() ^ 3)::int AS outcome, ceil($6::int * random())::int AS calls,
      floor(250 + 250 * sin(extract(epoch FROM start) / 13751) + 120 * random())::int AS peak,
      8 + (extract(epoch FROM start)::bigint / 60 % 7)::int AS speed
    FROM generate_series(date_trunc('minute', now()) - $4::int * interval '1 day', now(), '1 minute') AS start,
      generate_series(1, $5::int)
  ) AS drawn
  GROUP BY start, key, route, outcome, speed`;
