import type { Pool } from 'pg';
import { transaction } from '#lib/db/transaction';
import { newId } from '#lib/ids';
import { TEST_EVENT, testData } from './events.ts';

/** What became of something that an endpoint was to be told: only `handed` leads to a delivery. */
export type Handed = 'handed' | 'off' | 'removed';

export type Handover = {
  readonly organizationId: string;
  /** Null when it was removed long since. */
  readonly endpointId: string | null;
  /** As `webhook_events.about` has it. */
  readonly about: string;
  /** A test has no event until it is handed over. */
  readonly isTest: boolean;
};

const ENDPOINT = `SELECT enabled FROM webhook_endpoints
  WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL`;
const TEST = `
  INSERT INTO webhook_events (id, organization_id, environment, type, data, about, created_at)
  SELECT $1, e.organization_id, e.environment, $2, $3, $4, clock_timestamp() FROM webhook_endpoints e WHERE e.id = $5
  ON CONFLICT (about) WHERE about IS NOT NULL DO NOTHING`;
/** Locked, so that of several at once each sees the others' deliveries. */
const EVENT = `SELECT id FROM webhook_events WHERE about = $1 AND organization_id = $2 FOR UPDATE`;
const DELIVER = `
  INSERT INTO webhook_deliveries (id, endpoint_id, event_id, next_attempt_at, created_at)
  SELECT $1, $2::text, $3::text, clock_timestamp(), clock_timestamp()
  WHERE NOT EXISTS (SELECT FROM webhook_deliveries WHERE event_id = $3::text AND endpoint_id = $2::text)`;

/**
 * Has an endpoint told of an alert's step, or sent a test, by a delivery; by none more when its subscription
 * or another channel told it already.
 * @throws when the step has no event
 */
export function handOver(pool: Pool, handover: Handover): Promise<Handed> {
  const { organizationId, endpointId, about, isTest } = handover;
  return transaction(pool, async (client) => {
    const found = await client.query<{ enabled: boolean }>(ENDPOINT, [endpointId, organizationId]);
    if (endpointId === null || found.rows[0] === undefined) return 'removed';
    if (!found.rows[0].enabled) return 'off';
    if (isTest) {
      const data = JSON.stringify(testData(endpointId));
      await client.query(TEST, [newId('evt'), TEST_EVENT, data, about, endpointId]);
    }
    const { rows } = await client.query<{ id: string }>(EVENT, [about, organizationId]);
    if (rows[0] === undefined) throw new Error(`no event tells of ${about}`);
    await client.query(DELIVER, [newId('whd'), endpointId, rows[0].id]);
    return 'handed';
  });
}
