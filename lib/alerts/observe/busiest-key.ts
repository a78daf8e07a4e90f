import type { Pool } from 'pg';

const BUSIEST = `
  SELECT k.id, k.name FROM alert_rules r
  JOIN records.usage_minutes m ON m.organization_id = r.organization_id AND m.environment = r.environment
  JOIN api_keys k ON k.id = m.key_id AND k.organization_id = r.organization_id
  WHERE r.id = $1 AND m.start > now() - make_interval(mins => $2)
    AND ($3::int[] IS NULL OR m.status = ANY ($3))
  GROUP BY k.id, k.name ORDER BY sum(m.requests) DESC, k.id LIMIT 1`;

/** The key with most of the calls that a rule looked at; with `statuses`, of the calls that ended so. */
export async function busiestKey(
  pool: Pool,
  ruleId: string,
  within: number,
  statuses: readonly number[] | null = null,
): Promise<{ id: string; name: string } | null> {
  const { rows } = await pool.query<{ id: string; name: string }>(BUSIEST, [
    ruleId,
    within,
    statuses,
  ]);
  return rows[0] ?? null;
}
