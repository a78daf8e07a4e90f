import type { Pool } from 'pg';

/** Calls of one segment: what an organization with a few calls a second leaves each second. */
const CALLS = 4;

export type LogSeed = {
  readonly organizationId: string;
  readonly environment: 'live' | 'test';
  /** As far back as the log is kept. */
  readonly days: number;
};

/**
 * Fills the request log with the calls that the minutes of the last days count, in segments as a gate
 * leaves them.
 * @returns how many there are, and the id of one in their middle
 */
export async function seedLog(
  pool: Pool,
  { organizationId, environment, days }: LogSeed,
): Promise<{ calls: number; requestId: string }> {
  const place = [organizationId, environment];
  await pool.query(SEGMENTS, [...place, days, CALLS]);
  await pool.query('ANALYZE records.request_segments');
  const { rows } = await pool.query<{ calls: number; id: string }>(
    `SELECT (SELECT sum(calls)::int FROM records.request_segments WHERE organization_id = $1) AS calls,
       (SELECT id FROM records.requests WHERE organization_id = $1 AND environment = $2::environment
          AND segment_end >= now() - $3::int * interval '1 day' / 2 LIMIT 1) AS id`,
    [...place, days],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was seeded');
  return { calls: row.calls, requestId: row.id };
}

/** Columns in the order of their table; a line's bytes as its migration describes them. */
const SEGMENTS = `
  INSERT INTO records.request_segments
  SELECT organization_id, environment, to_timestamp(ms / 1000.0), to_timestamp((ms + 200 * (calls - 1)) / 1000.0), calls,
    ARRAY[key_id], ARRAY[split_part(route, ' ', 1)], ARRAY[route], ARRAY[status], ARRAY[code],
    ARRAY[CASE WHEN code = '' THEN '' ELSE 'body' END], ARRAY[0::smallint], ARRAY[false], ARRAY[calls],
    ARRAY['192.0.2.' || ms % 200], ARRAY['bench/1'],
    NULL, NULL,
    (SELECT string_agg(substr(int4send((ms % 60000)::int + 200 * n), 3)
      || substr(decode(md5(random()::text), 'hex'), 1, 10) || int4send(300 + 100 * n) || int2send(1::int2) || int2send(1::int2)
      || int4send(-1) || int4send(600) || int4send(600 - n), '' ORDER BY n) FROM generate_series(0, calls - 1) n)
  FROM (
    SELECT m.*, least($4::int, m.requests - $4::int * part) AS calls,
      (extract(epoch FROM m.start)::bigint * 1000 + (random() * 58000)::bigint) AS ms
    FROM records.usage_minutes m, generate_series(0, (m.requests - 1) / $4::int) AS part
    WHERE m.organization_id = $1 AND m.environment = $2::environment
      AND m.start >= now() - $3::int * interval '1 day'
  ) AS drawn`;
