/** `$1` of the statements below, as a table: which rules ask for which signs. */
const RULE = `rule AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb)
    AS r (id text, org text, env text, callers boolean, idle integer, burst boolean))`;

/** How far hours are rolled up, known before the days to read are chosen. */
const ROLLED = '(SELECT hours_until FROM records.progress)';

/** Calls by key since a moment, whole hours as far as they are rolled up and minutes since. */
const calls = (since: string, until: string) => `(
  SELECT u.key_id, u.start, u.requests FROM records.usage_hours u
  WHERE u.organization_id = r.org AND u.environment = r.env::environment
    AND u.start >= ${since} AND u.start < LEAST(${ROLLED}, ${until})
  UNION ALL
  SELECT u.key_id, u.start, u.requests FROM records.usage_minutes u
  WHERE u.organization_id = r.org AND u.environment = r.env::environment
    AND u.start >= ${since} AND u.start >= ${ROLLED} AND u.start < ${until})`;

/**
 * Callers of the last day that came with an address or a client the key did not know, when it had known
 * another caller for a day by then: the first callers of a new key are its own.
 */
export const NEW_CALLERS = `
  WITH ${RULE}, fresh AS (
    SELECT r.id AS rule, c.key_id, c.ip, c.client, c.first_seen FROM rule r
    JOIN records.callers c ON c.organization_id = r.org AND c.environment = r.env::environment
    WHERE r.callers AND c.first_seen > now() - interval '24 hours' AND EXISTS (
      SELECT FROM records.callers o WHERE o.key_id = c.key_id AND o.first_seen <= c.first_seen - interval '1 day')
  ), judged AS (
    SELECT f.*, NOT EXISTS (SELECT FROM records.callers o WHERE o.key_id = f.key_id AND o.ip = f.ip
        AND o.first_seen < f.first_seen) AS "newAddress",
      NOT EXISTS (SELECT FROM records.callers o WHERE o.key_id = f.key_id AND o.client = f.client
        AND o.first_seen < f.first_seen) AS "newClient"
    FROM fresh f
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY rule, key_id ORDER BY first_seen DESC, ip, client) AS place
    FROM judged WHERE "newAddress" OR "newClient"
  )
  SELECT rule, key_id AS key, ip, client, first_seen AS at, "newAddress", "newClient"
  FROM ranked WHERE place <= 6 ORDER BY first_seen, ip, client`;

/**
 * Keys whose first calls of the last day came after so many days without any. Where no earlier call is
 * recorded, the key's making counts, if the records of its environment reach back that far.
 */
export const WOKEN_KEYS = `
  WITH ${RULE}, active AS MATERIALIZED (
    SELECT r.id AS rule, r.org, r.env, r.idle, c.key_id, min(c.start) AS first_at
    FROM rule r CROSS JOIN LATERAL ${calls(`now() - interval '24 hours'`, `'infinity'`)} AS c
    WHERE r.idle IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ), silent AS (
    SELECT a.*, k.created_at FROM active a JOIN api_keys k ON k.id = a.key_id AND k.organization_id = a.org
    WHERE k.created_at <= a.first_at - make_interval(days => a.idle)
      AND NOT EXISTS (SELECT FROM (SELECT a.org, a.env) AS r, LATERAL ${calls(
        'a.first_at - make_interval(days => a.idle)',
        'a.first_at',
      )} AS c WHERE c.key_id = a.key_id)
  ), before AS (
    SELECT s.*, (SELECT max(d.start) FROM records.usage_days d WHERE d.organization_id = s.org
        AND d.environment = s.env::environment AND d.key_id = s.key_id AND d.start < s.first_at) AS last_day,
      EXISTS (SELECT FROM records.usage_days d WHERE d.organization_id = s.org AND d.environment = s.env::environment
        AND d.start <= s.first_at - make_interval(days => s.idle)) AS reaches
    FROM silent s
  )
  SELECT rule, key_id AS key, first_at AS at,
    floor(extract(epoch FROM first_at - CASE WHEN last_day IS NULL THEN created_at
      ELSE LEAST(last_day + interval '1 day', first_at - make_interval(days => idle)) END) / 86400)::integer AS "idleDays"
  FROM before WHERE last_day IS NOT NULL OR reaches`;

/**
 * Keys with many calls in the last ten minutes, and their mean by the hour of the seven days before, or of
 * as much of them as key and records have seen; a day at least.
 */
export const BURSTS = `
  WITH ${RULE}, busy AS MATERIALIZED (
    SELECT r.id AS rule, r.org, r.env, m.key_id, sum(m.requests) AS calls FROM rule r CROSS JOIN LATERAL (
      SELECT u.key_id, u.requests FROM records.usage_minutes u WHERE u.organization_id = r.org
        AND u.environment = r.env::environment AND u.start > now() - interval '10 minutes') AS m
    WHERE r.burst GROUP BY 1, 2, 3, 4 HAVING sum(m.requests) >= 100
  ), seen AS (
    SELECT b.*, GREATEST(k.created_at, now() - interval '7 days', LEAST(
        (SELECT min(d.start) FROM records.usage_hours d WHERE d.organization_id = b.org
          AND d.environment = b.env::environment AND d.start > now() - interval '7 days'),
        (SELECT min(d.start) FROM records.usage_minutes d WHERE d.organization_id = b.org
          AND d.environment = b.env::environment AND d.start > now() - interval '7 days'))) AS since
    FROM busy b JOIN api_keys k ON k.id = b.key_id AND k.organization_id = b.org
  )
  SELECT rule, key_id AS key, calls::float8 AS calls, (SELECT COALESCE(sum(c.requests), 0)
      FROM (SELECT s.org, s.env) AS r, LATERAL ${calls(
        `now() - interval '7 days'`,
        `now() - interval '10 minutes'`,
      )} AS c WHERE c.key_id = s.key_id)::float8
    / (extract(epoch FROM now() - interval '10 minutes' - since)::float8 / 3600) AS usual
  FROM seen s WHERE since <= now() - interval '1 day'`;

/** Of some keys, those that can no longer be used, and why. */
export const ENDED_KEYS = `
  SELECT id, CASE WHEN revoked_at IS NOT NULL THEN 'key_revoked' ELSE 'key_expired' END AS why
  FROM api_keys WHERE id = ANY ($1::text[])
    AND (revoked_at IS NOT NULL OR LEAST(expires_at, retires_at) <= clock_timestamp())`;
