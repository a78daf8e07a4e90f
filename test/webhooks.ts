import type { Environment } from '#lib/db/generated/enums';
import { newId } from '#lib/ids';
import { seal } from '#lib/seal';
import { testData, type WebhookEventType } from '#lib/webhooks/events';
import { webhookPayloads } from '#lib/webhooks/payloads';
import { newSecretSource, secretOf } from '#lib/webhooks/secret';
import { ownerPool } from '#test/database';

export type SeededEndpoint = { readonly id: string; readonly secret: string };

/** An endpoint, written past the domain verbs. */
export async function seedEndpoint(
  organizationId: string,
  {
    url = 'https://hooks.example.com/in',
    events,
    environment = 'live',
  }: { url?: string; events: readonly WebhookEventType[]; environment?: Environment },
): Promise<SeededEndpoint> {
  const id = newId('wh');
  const secret = secretOf(id, newSecretSource());
  await ownerPool().query(
    `INSERT INTO webhook_endpoints (id, organization_id, environment, url, events, sealed_secret)
     VALUES ($1, $2, $3::environment, $4, $5, $6)`,
    [id, organizationId, environment, url, events, seal(secret)],
  );
  return { id, secret };
}

export type StoredEvent = {
  type: WebhookEventType;
  environment: Environment;
  data: Record<string, unknown>;
};

/** The events of an organization, oldest first, each in its documented shape. */
export async function eventsOf(organizationId: string): Promise<StoredEvent[]> {
  const { rows } = await ownerPool().query<StoredEvent>(
    `SELECT type, environment, data FROM webhook_events WHERE organization_id = $1 ORDER BY created_at, id`,
    [organizationId],
  );
  for (const { type, data } of rows) webhookPayloads[type].parse(data);
  return rows;
}

/** Puts a turn into a session's transcript. */
export async function addTurn(sessionId: string, sequence = 1): Promise<void> {
  await ownerPool().query(
    `INSERT INTO voice_turns (session_id, sequence, speaker, language, text, offset_ms, duration_ms)
     VALUES ($1, $2, 'caller', 'de', 'Guten Tag', 0, 900)`,
    [sessionId, sequence],
  );
}

/** A live endpoint and a delivery to it that no worker has taken yet. */
export async function seedDelivery(
  organizationId: string,
): Promise<{ endpointId: string; deliveryId: string }> {
  const { id: endpointId } = await seedEndpoint(organizationId, { events: ['session.created'] });
  const deliveryId = newId('whd');
  await ownerPool().query(
    `WITH e AS (INSERT INTO webhook_events (id, organization_id, environment, type, data)
       VALUES ($1, $2, 'live', 'webhook.test', $3) RETURNING id)
     INSERT INTO webhook_deliveries (id, endpoint_id, event_id) SELECT $4, $5, e.id FROM e`,
    [newId('evt'), organizationId, testData(endpointId), deliveryId, endpointId],
  );
  return { endpointId, deliveryId };
}
