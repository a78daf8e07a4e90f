import type { PoolClient } from 'pg';
import type { WebhookDisabledReason } from '#lib/db/generated/enums';
import { newId } from '#lib/ids';
import type { Verdict } from './decide.ts';
import { addressLabel } from './label.ts';

/** One attempt as it went. */
export type AttemptRecord = {
  readonly deliveryId: string;
  readonly endpointId: string;
  /** From 1. */
  readonly number: number;
  readonly at: Date;
  /** Milliseconds. */
  readonly duration: number;
  readonly status: number | null;
  readonly body: string;
  readonly error: string;
};

const NOTE = `
  INSERT INTO webhook_attempts (delivery_id, number, at, duration, status, body, error)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;
const SETTLE = `
  UPDATE webhook_deliveries SET attempts = $2, status = $3::webhook_delivery_status,
    next_attempt_at = clock_timestamp() + make_interval(secs => $4),
    settled_at = CASE WHEN $3 <> 'pending' THEN clock_timestamp() END
  WHERE id = $1 AND status = 'pending' AND attempts = $2 - 1 RETURNING next_attempt_at`;
const HEAL = `UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL`;
const FAIL = `UPDATE webhook_endpoints SET failing_since = clock_timestamp() WHERE id = $1 AND failing_since IS NULL`;
const DISABLE = `
  UPDATE webhook_endpoints SET enabled = false, disabled_reason = $2::webhook_disabled_reason,
    disabled_at = clock_timestamp(), updated_at = clock_timestamp()
  WHERE id = $1 AND enabled RETURNING organization_id, url`;
const AUDIT = `
  INSERT INTO audit_events (id, organization_id, actor_kind, actor_label, action, target_id, target_label, before, after)
  VALUES ($1, $2, 'system', 'worker', 'webhook.disable', $3, $4, '{"enabled": true}', $5)`;

/** What became of a delivery; null when it was settled before, by another attempt of the same job. */
export type Settled = {
  /** When the next attempt is due; null when none follows. */
  readonly nextAt: Date | null;
  /** Whether the endpoint was switched off by this. */
  readonly disabled: boolean;
};

/** Writes down an attempt and what it means for its delivery and endpoint, in the caller's transaction. */
export async function settleAttempt(
  client: PoolClient,
  attempt: AttemptRecord,
  { delivery, endpoint }: Verdict,
): Promise<Settled | null> {
  const { deliveryId, endpointId, number, at, duration, status, body, error } = attempt;
  const pause = delivery.status === 'pending' ? delivery.pauseSeconds : 0;
  const { rows } = await client.query<{ next_attempt_at: Date }>(SETTLE, [
    deliveryId,
    number,
    delivery.status,
    pause,
  ]);
  if (rows[0] === undefined) return null;
  await client.query(NOTE, [deliveryId, number, at, duration, status, body, error]);
  const nextAt = delivery.status === 'pending' ? rows[0].next_attempt_at : null;
  if (endpoint === 'healthy') await client.query(HEAL, [endpointId]);
  else await client.query(FAIL, [endpointId]);
  if (endpoint === 'healthy' || endpoint === 'failing') return { nextAt, disabled: false };
  const reason = endpoint === 'gone' ? 'gone' : 'failing';
  return { nextAt, disabled: await disable(client, endpointId, reason) };
}

async function disable(
  client: PoolClient,
  endpointId: string,
  reason: WebhookDisabledReason,
): Promise<boolean> {
  const { rows } = await client.query<{ organization_id: string; url: string }>(DISABLE, [
    endpointId,
    reason,
  ]);
  const [row] = rows;
  if (row === undefined) return false;
  const after = { enabled: false, reason };
  const label = addressLabel(row.url);
  await client.query(AUDIT, [newId('aud'), row.organization_id, endpointId, label, after]);
  return true;
}
