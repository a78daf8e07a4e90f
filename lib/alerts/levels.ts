import { plans } from '#lib/orgs/plans';

/** Included credits of a period, of the organization `o`. Source: `effectiveLimits`. */
export const PER_PERIOD = `COALESCE(o.credits_per_period, CASE o.plan::text ${Object.entries(plans)
  .map(([plan, { creditsPerPeriod }]) => `WHEN '${plan}' THEN ${creditsPerPeriod}`)
  .join(' ')} END)`;

/** Settings that only a hand in the database could have made must not stop the others. */
const VALUE = `CASE WHEN jsonb_typeof(r.settings->'value') = 'number'
  THEN LEAST(GREATEST((r.settings->>'value')::numeric, 0), 2147483647)::bigint ELSE 0 END`;

/**
 * The levels of every rule about a balance: fires at `border`, resolves at `back`. As `lowLevels` says it.
 * A query with the columns rule_id, account_id, balance, border, back.
 */
export const LEVELS = `
  SELECT rule_id, account_id, balance, border,
    CASE WHEN kind = 'credits_exhausted' THEN 1
      ELSE LEAST(border + GREATEST(1, (border + 19) / 20), 2147483647) END AS back
  FROM (
    SELECT r.id AS rule_id, r.kind, a.id AS account_id, a.balance,
      CASE WHEN r.kind = 'credits_exhausted' THEN 0
        WHEN r.settings->>'measure' = 'absolute' THEN ${VALUE}
        ELSE ${PER_PERIOD}::bigint * ${VALUE} / 100 END AS border
    FROM alert_rules r
    JOIN organizations o ON o.id = r.organization_id
    JOIN credit_accounts a ON a.organization_id = r.organization_id AND a.environment = r.environment
    WHERE r.enabled AND (r.kind = 'credits_exhausted'
      OR (r.kind = 'credits_low' AND r.settings->>'measure' IN ('absolute', 'percent')))
  ) AS b`;

/**
 * Brings the levels at which accounts leave signals in step with the rules: a crossing of `border` and of
 * the last balance below `back`, and always 0. `$1` is an organization, or null for all of them.
 */
export const SYNC_WATCH_LEVELS = `
  WITH wanted AS (
    SELECT a.id, array_agg(DISTINCT v.level ORDER BY v.level) AS levels
    FROM credit_accounts a LEFT JOIN (${LEVELS}) AS l ON l.account_id = a.id
    CROSS JOIN LATERAL (VALUES (0), (l.border::integer), ((l.back - 1)::integer)) AS v (level)
    WHERE v.level IS NOT NULL AND ($1::text IS NULL OR a.organization_id = $1)
    GROUP BY a.id
  ), stale AS (
    SELECT a.id, w.levels FROM credit_accounts a JOIN wanted w USING (id)
    WHERE a.watch_levels IS DISTINCT FROM w.levels ORDER BY a.id FOR NO KEY UPDATE OF a
  )
  UPDATE credit_accounts a SET watch_levels = s.levels FROM stale s WHERE a.id = s.id`;

/**
 * Accounts whose alerts do not fit their balance though no signal tells of it: a rule is new, or its
 * levels moved. A query with the column id.
 */
export const OUT_OF_STEP = `
  SELECT DISTINCT l.account_id AS id FROM (${LEVELS}) AS l
  LEFT JOIN alerts t ON t.rule_id = l.rule_id AND t.subject = '' AND t.resolved_at IS NULL
  WHERE CASE WHEN t.id IS NULL THEN l.balance <= l.border ELSE l.balance >= l.back END
    AND NOT EXISTS (SELECT FROM credit_signals s WHERE s.account_id = l.account_id)`;
