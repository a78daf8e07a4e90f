import { Client } from 'pg';
import { env } from '#lib/env';

/** Everything that names an organization, in an order that no reference stands against. */
const STATEMENTS: readonly string[] = [
  ...[
    'request_segments',
    'usage_minutes',
    'usage_hours',
    'usage_days',
    'pressure_hours',
    'callers',
  ].map((table) => `DELETE FROM records.${table} WHERE organization_id = ANY ($1)`),
  'DELETE FROM alert_rules WHERE organization_id = ANY ($1)',
  'DELETE FROM alert_channels WHERE organization_id = ANY ($1)',
  'DELETE FROM alert_recipients WHERE organization_id = ANY ($1)',
  'DELETE FROM credit_purchases WHERE organization_id = ANY ($1)',
  'DELETE FROM credit_entries WHERE account_id IN (SELECT id FROM credit_accounts WHERE organization_id = ANY ($1))',
  'DELETE FROM credit_accounts WHERE organization_id = ANY ($1)',
  'DELETE FROM audit_events WHERE organization_id = ANY ($1)',
  'DELETE FROM voice_sessions WHERE organization_id = ANY ($1)',
  'DELETE FROM api_key_scopes WHERE key_id IN (SELECT id FROM api_keys WHERE organization_id = ANY ($1))',
  'UPDATE api_keys SET rotated_from_id = NULL WHERE organization_id = ANY ($1)',
  'DELETE FROM api_keys WHERE organization_id = ANY ($1)',
  // People who belong to nothing else; who was invited from elsewhere stays.
  `DELETE FROM users u USING memberships m WHERE m.user_id = u.id AND m.organization_id = ANY ($1)
     AND NOT EXISTS (SELECT FROM memberships o WHERE o.user_id = u.id AND o.organization_id <> ALL ($1))`,
  'DELETE FROM organizations WHERE id = ANY ($1) AND demo',
];

/**
 * Removes every demo organization with all it has, ledger and audit log included, and nothing else. The
 * tables' owner does it: the processes' role may not, for any organization.
 * @returns how many organizations were removed
 */
export async function removeDemos(): Promise<number> {
  const client = new Client({
    connectionString: env().migrationDatabaseUrl,
    application_name: 'demo',
  });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>(
      'SELECT id FROM organizations WHERE demo FOR UPDATE',
    );
    const ids = rows.map(({ id }) => id);
    for (const statement of STATEMENTS) await client.query(statement, [ids]);
    await client.query('COMMIT');
    return ids.length;
  } finally {
    await client.end();
  }
}
