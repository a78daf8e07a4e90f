import type { Pool, PoolClient } from 'pg';
import type { ConnectionOptions, GroupConcurrencyConfig, JobInsert, PgBoss } from 'pg-boss';
import { transaction } from '#lib/db/transaction';
import { newId } from '#lib/ids';
import { pass } from './points.ts';

/** One job an attempt; its key is the delivery's id, its group the endpoint. */
export const DELIVERIES = 'webhook-deliveries';
/** One job for each endpoint that was switched off, whose owners are to be told. */
export const NOTICES = 'webhook-notices';

/** Longer than an attempt takes: a job that a worker holds in vain is then done by another. */
const EXPIRE_SECONDS = 60;
/** A worker that said nothing of its jobs for so long is dead, and they are done by another. */
const LOST_AFTER_SECONDS = 15;
/** How often a worker says that it still has its jobs. */
export const BEAT_MS = 5_000;
/** How often jobs of dead workers are looked for. */
export const LOOK_FOR_LOST_SECONDS = 10;
/** Deliveries that become jobs in one transaction. */
const AT_ONCE = 500;
const FAILING_TIER = 'failing';
/** Attempts at a time to one endpoint: few, so that one that never answers takes nobody's turn. */
export const BY_ENDPOINT: GroupConcurrencyConfig = { default: 4, tiers: { [FAILING_TIER]: 1 } };

export type DeliveryJob = {
  readonly deliveryId: string;
  /** Whose endpoint it is. */
  readonly organizationId: string;
  /** The attempt's, from 1: a job that outlived its attempt is known by it. */
  readonly number: number;
};
export type NoticeJob = { readonly endpointId: string; readonly noticeId: string };

/** Makes the queues; several workers may. */
export async function createQueues(boss: PgBoss): Promise<void> {
  const common = { retryDelay: 1, deleteAfterSeconds: 600, expireInSeconds: EXPIRE_SECONDS };
  const deliveries = { retryLimit: 20, ...common, heartbeatSeconds: LOST_AFTER_SECONDS };
  await boss.createQueue(DELIVERIES, { policy: 'standard', ...deliveries });
  // A queue that an older version made stays as it was made.
  await boss.updateQueue(DELIVERIES, deliveries);
  await boss.createQueue(NOTICES, { policy: 'standard', retryLimit: 10, retryBackoff: true });
}

const TAKE = `
  UPDATE webhook_deliveries d SET queued = true
  FROM (SELECT id FROM webhook_deliveries WHERE status = 'pending' AND NOT queued
    ORDER BY next_attempt_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) waiting, webhook_endpoints e
  WHERE d.id = waiting.id AND e.id = d.endpoint_id
  RETURNING d.id, d.attempts, d.endpoint_id, e.organization_id, d.next_attempt_at,
    e.failing_since IS NOT NULL AS failing`;

/** A delivery's next attempt. */
type Waiting = {
  readonly id: string;
  /** Attempts so far. */
  readonly attempts: number;
  readonly endpoint_id: string;
  readonly organization_id: string;
  readonly next_attempt_at: Date;
  readonly failing: boolean;
};

/**
 * Makes a job of each new delivery, in one transaction with its mark, so that none is lost or doubled.
 * @returns how many there were.
 */
export async function queueDeliveries(boss: PgBoss, pool: Pool): Promise<number> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<Waiting>(TAKE);
    if (rows.length === 0) return 0;
    await boss.insert(DELIVERIES, rows.map(deliveryJob), { db: on(client) });
    pass('queueing');
    return rows.length;
  });
}

/** The job of a delivery's next attempt. */
export function deliveryJob(next: Waiting): JobInsert<DeliveryJob> {
  return {
    data: {
      deliveryId: next.id,
      organizationId: next.organization_id,
      number: next.attempts + 1,
    },
    singletonKey: next.id,
    startAfter: next.next_attempt_at,
    group: { id: next.endpoint_id, ...(next.failing && { tier: FAILING_TIER }) },
  };
}

/** Has an endpoint's owners told that it was switched off, once the caller's transaction is done. */
export async function queueNotice(
  boss: PgBoss,
  client: PoolClient,
  endpointId: string,
): Promise<void> {
  const job: NoticeJob = { endpointId, noticeId: newId('evt') };
  await boss.send(NOTICES, job, { db: on(client) });
}

/** pg-boss on the connection of a transaction. */
export function on(client: PoolClient): NonNullable<ConnectionOptions['db']> {
  return { executeSql: (text, values) => client.query(text, values) };
}
