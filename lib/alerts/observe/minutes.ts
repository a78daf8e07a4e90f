/** As far back as a rule about minutes may be set to look, and the minute that is going on, with room. */
const FARTHEST = `now() - interval '62 minutes'`;

/** Environments with calls that a rule about minutes can see; all other rules have nothing to look at. */
export const HAS_CALLS = `EXISTS (SELECT FROM records.usage_minutes m
  WHERE m.organization_id = r.organization_id AND m.environment = r.environment AND m.start > ${FARTHEST})`;

/**
 * Begins a statement about rules and their last minutes: `rule` (id, org, env, span) from the JSON of `$1`,
 * `seen` those rules with each row of the minutes that they look back on. Their own spans come too late for
 * the planner to leave days out, which is why there is a bound for all.
 */
export const RULES_AND_MINUTES = `
  WITH rule AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (id text, org text, env text, percent integer, span integer)
  ), seen AS (
    SELECT r.id AS rule, r.percent AS border, m.* FROM rule r CROSS JOIN LATERAL (
      SELECT * FROM records.usage_minutes u WHERE u.start > ${FARTHEST} AND u.organization_id = r.org
        AND u.environment = r.env::environment AND u.start > now() - make_interval(mins => r.span)) AS m
  )`;
