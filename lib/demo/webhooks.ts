import type { Pool } from 'pg';
import { newId } from '#lib/ids';
import { seal } from '#lib/seal';
import { webhookEventTypes } from '#lib/webhooks/events';
import { newSecretSource, secretOf } from '#lib/webhooks/secret';
import type { DemoOrganization } from './organization.ts';

/** It is off, since there is nobody at its address: nothing is ever sent. */
const ENDPOINT = `
  INSERT INTO webhook_endpoints (id, organization_id, environment, url, description, events, enabled, disabled_reason,
    disabled_at, sealed_secret, created_at, updated_at)
  SELECT $1, id, 'live', 'https://hooks.example.com/voice', 'Operations', $3::text[], false, 'owner',
    now(), $4, created_at, now() FROM organizations WHERE id = $2`;

/** What its alerts and its rotations would have told, as far back as deliveries are kept. */
const HISTORY = `
  WITH told AS (
    SELECT t.type, t.at, t.data FROM alerts a
    CROSS JOIN LATERAL (VALUES ('credits_low', 'credits.low'), ('rate_limit_pressure', 'rate_limit.pressure')) AS n (kind, type)
    CROSS JOIN LATERAL (VALUES
      (n.type, a.fired_at, webhook_alert(jsonb_populate_record(a, '{"resolved_at": null, "resolution": null}'))),
      (n.type || '.resolved', a.resolved_at, webhook_alert(a))) AS t (type, at, data)
    WHERE a.organization_id = $2 AND a.environment = 'live' AND a.kind::text = n.kind AND a.resolved_at IS NOT NULL
    UNION ALL
    SELECT 'api_key.rotated', k.created_at, webhook_key(k) FROM api_keys k
    WHERE k.organization_id = $2 AND k.environment = 'live' AND k.rotated_from_id IS NOT NULL
  ), events AS (
    INSERT INTO webhook_events (id, organization_id, environment, type, data, created_at)
    SELECT new_id('evt'), $2, 'live', type, data, at FROM told WHERE at > now() - interval '29 days'
    RETURNING id, type, created_at
  ), deliveries AS (
    INSERT INTO webhook_deliveries (id, endpoint_id, event_id, status, attempts, next_attempt_at, created_at, settled_at)
    SELECT new_id('whd'), $1, id, 'succeeded', CASE type WHEN 'api_key.rotated' THEN 2 ELSE 1 END,
      created_at, created_at, created_at FROM events
    RETURNING id, attempts, created_at
  )
  INSERT INTO webhook_attempts (delivery_id, number, at, duration, status, body)
  SELECT id, number, created_at + (number - 1) * interval '62 seconds', 40 + 17 * number,
    CASE WHEN number = attempts THEN 200 ELSE 503 END, CASE WHEN number = attempts THEN 'ok' ELSE 'try later' END
  FROM deliveries, generate_series(1, attempts) AS number`;

/** Adds a webhook endpoint with what it would have been told. @returns attempts written */
export async function loadWebhooks(pool: Pool, { id }: DemoOrganization): Promise<number> {
  const endpointId = newId('wh');
  const secret = seal(secretOf(endpointId, newSecretSource()));
  await pool.query(ENDPOINT, [endpointId, id, webhookEventTypes, secret]);
  return (await pool.query(HISTORY, [endpointId, id])).rowCount ?? 0;
}
