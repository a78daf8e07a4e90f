import { createPool } from '#lib/db/pool';
import { transaction } from '#lib/db/transaction';
import { env } from '#lib/env';
import { loadAlerts } from './alerts.ts';
import { loadHistory } from './history.ts';
import { type DemoOrganization, makeDemoOrganization } from './organization.ts';
import { loadWebhooks } from './webhooks.ts';

export type LoadedDemo = DemoOrganization & {
  readonly calls: number;
  /** What its history is reckoned from, epoch milliseconds by the database's clock. */
  readonly now: number;
};

/** Makes an organization with 90 days of invented traffic, keys in every state, and a ledger that adds up. */
export async function loadDemo(): Promise<LoadedDemo> {
  const pool = createPool({ max: 2, name: 'demo' });
  try {
    const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const now = rows[0]?.now.getTime() ?? 0;
    const organization = await transaction(pool, (client) => makeDemoOrganization(client, now));
    const logDays = env().recordDays.requests;
    const calls = await loadHistory({ pool, organization, now, logDays });
    await loadAlerts(pool, organization);
    await loadWebhooks(pool, organization);
    await pool.query(USES, [organization.id]);
    await pool.query(SCOPES, [organization.id]);
    return { ...organization, calls, now };
  } finally {
    await pool.end();
  }
}

/** When and by whom each key was used last; the import of last year not for 100 days. */
const USES = `UPDATE api_keys k SET last_used_at = coalesce(c.last_seen, now() - interval '100 days'),
    last_used_ip = coalesce(c.ip, '203.0.113.200'), last_used_client = coalesce(c.client, 'curl/8.5.0')
  FROM api_keys own LEFT JOIN LATERAL (
    SELECT ip, client, last_seen FROM records.callers WHERE key_id = own.id ORDER BY last_seen DESC LIMIT 1
  ) c ON true
  WHERE own.id = k.id AND k.organization_id = $1`;

/** Permissions that the calls of the last days needed. */
const SCOPES = `UPDATE api_key_scopes s SET last_used_at = k.last_used_at FROM api_keys k
  WHERE k.id = s.key_id AND k.organization_id = $1 AND k.last_used_at > now() - interval '30 days'
    AND EXISTS (SELECT FROM records.usage_minutes m WHERE m.organization_id = $1 AND m.environment = 'live'
      AND m.key_id = k.id AND m.code = '' AND m.start > now() - interval '7 days'
      AND CASE WHEN m.route LIKE 'POST %' THEN 'sessions:write' WHEN m.route LIKE '%/:id' THEN 'sessions:read' END
        = s.scope::text)`;
