import type { Pool, PoolClient } from 'pg';
import { transaction } from '#lib/db/transaction';
import { minuteWindows } from './minute-windows.ts';

/** One roller at a time. */
const ADVISORY_LOCK = 727_073_702;
/** What a gate sends late, after its database was away, is still taken into hours that are over. */
const AGAIN = `interval '6 hours'`;
/** A minute is complete so long after its end. */
const SETTLED = `interval '90 seconds'`;

const PLACE = 'organization_id, environment, start, key_id, route, status, code';

/**
 * Sums rows of `source` whose start lies in [$1, $2) by a coarser start, the sparse histograms bucket by
 * bucket. Done twice it gives the same.
 */
const sum = (source: string, target: string, unit: 'hour' | 'day') => `
  WITH rows AS MATERIALIZED (
    SELECT organization_id, environment, date_trunc('${unit}', start, 'UTC') AS start, key_id, route, status, code,
      requests, credits, replays, latency, peak, peak_limit, key_peak, key_limit
    FROM ${source} WHERE start >= $1 AND start < $2 AND ($3::text IS NULL OR organization_id = $3)
  ), buckets AS (
    SELECT ${PLACE}, latency[i] AS bucket, sum(latency[i + 1]) AS calls
    FROM rows, generate_series(1, cardinality(latency), 2) AS i GROUP BY ${PLACE}, latency[i]
  ), latencies AS (
    SELECT ${PLACE}, array_agg(v ORDER BY bucket, part) AS latency FROM (
      SELECT b.*, part, CASE part WHEN 0 THEN bucket ELSE calls END::integer AS v
      FROM buckets b, generate_series(0, 1) AS part
    ) AS flat GROUP BY ${PLACE}
  ), sums AS (
    SELECT ${PLACE}, sum(requests) AS requests, sum(credits) AS credits, sum(replays) AS replays,
      max(peak) AS peak, max(peak_limit) AS peak_limit, max(key_peak) AS key_peak, max(key_limit) AS key_limit
    FROM rows GROUP BY ${PLACE}
  )
  INSERT INTO ${target} (${PLACE}, requests, credits, replays, latency, peak, peak_limit, key_peak, key_limit)
  SELECT ${PLACE}, requests, credits, replays, coalesce(latency, '{}'), peak, peak_limit, key_peak, key_limit
  FROM sums LEFT JOIN latencies USING (${PLACE})
  ON CONFLICT (${PLACE}) DO UPDATE SET requests = excluded.requests, credits = excluded.credits,
    replays = excluded.replays, latency = excluded.latency, peak = excluded.peak,
    peak_limit = excluded.peak_limit, key_peak = excluded.key_peak, key_limit = excluded.key_limit`;

/** The windows of each hour: of the organization (empty key) and of keys with a limit of their own. */
const PRESSURE = `
  INSERT INTO records.pressure_hours AS p (organization_id, environment, start, key_id, peak, peak_limit, windows,
    near_windows, over_windows, refused, early)
  SELECT organization_id, environment, date_trunc('hour', start, 'UTC'), key_id, max(peak),
    coalesce((array_agg(peak_limit ORDER BY peak DESC))[1], 0), count(*),
    count(*) FILTER (WHERE refused = 0 AND peak * 5 >= peak_limit * 4 AND peak_limit > 0),
    count(*) FILTER (WHERE refused > 0), sum(refused), sum(early)
  FROM (${minuteWindows('start >= $1 AND start < $2 AND ($3::text IS NULL OR organization_id = $3)')}) AS windows
  GROUP BY 1, 2, 3, 4
  ON CONFLICT (organization_id, environment, start, key_id) DO UPDATE SET peak = excluded.peak,
    peak_limit = excluded.peak_limit, windows = excluded.windows, near_windows = excluded.near_windows,
    over_windows = excluded.over_windows, refused = excluded.refused, early = excluded.early`;

/** From where hours are made anew, and up to where they are complete; the same of days. */
const BOUNDS = `SELECT hours_until - ${AGAIN} AS hours_from,
    greatest(hours_until, date_trunc('hour', now() - ${SETTLED}, 'UTC')) AS hours_until,
    date_trunc('day', days_until - ${AGAIN}, 'UTC') AS days_from,
    greatest(days_until, date_trunc('day', now() - ${SETTLED}, 'UTC')) AS days_until
  FROM records.progress`;

type Bounds = { hours_from: Date; hours_until: Date; days_from: Date; days_until: Date };

/**
 * Brings whole hours of the minutes into hours, and whole days of the hours into days, by the database's
 * clock. May be run at any time and by several at once.
 * @returns rows written
 */
export function rollUsage(pool: Pool): Promise<number> {
  return transaction(pool, roll);
}

async function roll(client: PoolClient): Promise<number> {
  const lock = await client.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(${ADVISORY_LOCK}) AS mine`,
  );
  if (lock.rows[0]?.mine !== true) return 0;
  const { rows } = await client.query<Bounds>(BOUNDS);
  const bounds = rows[0];
  if (bounds === undefined) throw new Error('records.progress has no row');
  const written = await rollBetween(client, bounds, null);
  await client.query('UPDATE records.progress SET hours_until = $1, days_until = $2', [
    bounds.hours_until,
    bounds.days_until,
  ]);
  return written;
}

/**
 * Rolls one organization's minutes from the beginning up to where everybody's are rolled: for records that
 * were loaded afterwards.
 * @returns rows written
 */
export function rollRange(pool: Pool, organizationId: string): Promise<number> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<Bounds>(
      `SELECT to_timestamp(0) AS hours_from, hours_until, to_timestamp(0) AS days_from, days_until
       FROM records.progress`,
    );
    return rows[0] === undefined ? 0 : rollBetween(client, rows[0], organizationId);
  });
}

async function rollBetween(
  client: PoolClient,
  bounds: Bounds,
  organizationId: string | null,
): Promise<number> {
  const hours = [bounds.hours_from, bounds.hours_until, organizationId];
  const days = [bounds.days_from, bounds.days_until, organizationId];
  const results = [
    await client.query(sum('records.usage_minutes', 'records.usage_hours', 'hour'), hours),
    await client.query(PRESSURE, hours),
    await client.query(sum('records.usage_hours', 'records.usage_days', 'day'), days),
  ];
  return results.reduce((total, { rowCount }) => total + (rowCount ?? 0), 0);
}
