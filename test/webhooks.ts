import type { Environment } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { seal } from '#lib/seal';
import { dataOf } from '#lib/webhooks/envelope';
import { TEST_EVENT, testData, type WebhookEventType } from '#lib/webhooks/events';
import { webhookPayloads } from '#lib/webhooks/payloads';
import { DELIVERIES } from '#lib/webhooks/queue';
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
  const sealedSecret = Uint8Array.from(seal(secret));
  await db().webhookEndpoint.create({
    data: { id, organizationId, environment, url, events: [...events], sealedSecret },
  });
  return { id, secret };
}

export type StoredEvent = {
  type: WebhookEventType;
  environment: Environment;
  data: Record<string, unknown>;
};

type StoredRow = Parameters<typeof dataOf>[0] & { type: WebhookEventType };

/** The events of an organization, oldest first, each in its documented shape. */
export async function eventsOf(organizationId: string): Promise<StoredEvent[]> {
  const { rows } = await ownerPool().query<StoredRow>(
    `SELECT id AS event_id, type, environment, data::text AS data, finished, created_at FROM webhook_events
     WHERE organization_id = $1 ORDER BY created_at, id`,
    [organizationId],
  );
  return rows.map((row) => {
    const data: unknown = JSON.parse(dataOf(row));
    webhookPayloads[row.type].parse(data);
    return { ...row, data: data as Record<string, unknown> };
  });
}

/** The next attempts of everything that waits are due now. */
export async function letPausesEnd(): Promise<void> {
  await ownerPool().query(
    `UPDATE pgboss.job SET start_after = now() WHERE name = $1 AND state < 'active'`,
    [DELIVERIES],
  );
}

/** Makes sessions in the live environment, whose events are what is delivered. */
export async function makeSessions({
  organizationId,
  keyId,
  count = 1,
}: {
  organizationId: string;
  keyId: string;
  count?: number;
}): Promise<void> {
  await ownerPool().query(
    `INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, stream_expires_at)
     SELECT id, $2, 'live', $3, 'ai_agent', now() FROM unnest($1::text[]) AS id`,
    [Array.from({ length: count }, () => newId('sess')), organizationId, keyId],
  );
}

export type DeliveryState = {
  readonly status: string;
  readonly attempts: number;
  /** Seconds until the next attempt. */
  readonly pause: number;
  /** What the attempts came to, the first one first. */
  readonly statuses: readonly (number | null)[];
  readonly errors: readonly string[];
};

/** An endpoint's deliveries, the oldest first. */
export async function deliveryStates(endpointId: string): Promise<DeliveryState[]> {
  const attempts = (column: string) =>
    `ARRAY(SELECT a.${column} FROM webhook_attempts a WHERE a.delivery_id = d.id ORDER BY a.number)`;
  const { rows } = await ownerPool().query<DeliveryState>(
    `SELECT d.status, d.attempts, extract(epoch FROM d.next_attempt_at - clock_timestamp())::float8 AS pause,
       ${attempts('status')} AS statuses, ${attempts('error')} AS errors
     FROM webhook_deliveries d WHERE d.endpoint_id = $1 ORDER BY d.created_at, d.id`,
    [endpointId],
  );
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
  const data = testData(endpointId);
  const place = { organizationId, environment: 'live' } as const;
  await db().webhookEvent.create({
    data: {
      ...{ id: newId('evt'), ...place, type: TEST_EVENT, data },
      deliveries: { create: { id: deliveryId, endpointId } },
    },
  });
  return { endpointId, deliveryId };
}
