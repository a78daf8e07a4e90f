import { decideExpiring } from '#lib/alerts/decide/expiring';
import { byRule, type Case, loadRules, type Observer, stateOf, targetOf } from './rules.ts';

type Row = {
  rule: string;
  key: string;
  expires_at: Date | null;
  revoked: boolean;
  rotated: boolean;
  now: Date;
};

/** Keys that end within a rule's longest warning, and those that have an open alert. */
const KEYS = `
  WITH rule AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (id text, org text, env text, days integer, open text[])
  )
  SELECT r.id AS rule, k.id AS key, k.expires_at, k.revoked_at IS NOT NULL AS revoked,
    k.retires_at IS NOT NULL OR EXISTS (SELECT FROM api_keys n WHERE n.rotated_from_id = k.id) AS rotated,
    clock_timestamp() AS now
  FROM rule r JOIN api_keys k ON k.organization_id = r.org AND k.environment = r.env::environment
  WHERE k.id = ANY (r.open) OR (k.revoked_at IS NULL AND k.expires_at > now()
    AND k.expires_at <= now() + make_interval(days => r.days))`;

const HAS_ENDING_KEYS = `EXISTS (SELECT FROM api_keys k WHERE k.organization_id = r.organization_id
  AND k.environment = r.environment AND k.revoked_at IS NULL
  AND k.expires_at > now() AND k.expires_at <= now() + interval '365 days')`;

/** Keys that are about to expire. */
export const observeExpiring: Observer = {
  name: 'key_expiring',
  observe: async (pool) => {
    const rules = await loadRules(pool, 'key_expiring', HAS_ENDING_KEYS);
    if (rules.length === 0) return [];
    const wanted = rules.map(({ id, organizationId, environment, settings, open }) => ({
      id,
      org: organizationId,
      env: environment,
      days: settings.days[0],
      open: [...open.keys()],
    }));
    const { rows } = await pool.query<Row>(KEYS, [JSON.stringify(wanted)]);
    const found = byRule(rows);
    return rules.flatMap((rule) =>
      (found.get(rule.id) ?? []).map((row): Case => {
        const key = {
          expiresAt: row.expires_at?.getTime() ?? null,
          revoked: row.revoked,
          rotated: row.rotated,
        };
        const open = stateOf(rule, row.key);
        const outcome = decideExpiring(rule.settings, open, key, row.now.getTime());
        return { target: targetOf(rule, row.key), outcome };
      }),
    );
  },
};
