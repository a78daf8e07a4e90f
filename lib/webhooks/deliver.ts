import type { Pool } from 'pg';
import type { Job, PgBoss } from 'pg-boss';
import { repeat } from '#lib/alerts/repeat';
import { clock } from '#lib/clock';
import { transaction } from '#lib/db/transaction';
import { randomBytes } from '#lib/ids';
import { log } from '#lib/log';
import { attemptDelivery, type DueDelivery, readDelivery } from './attempt.ts';
import { decideAttempt } from './decide.ts';
import { pass } from './points.ts';
import {
  BEAT_MS,
  BY_ENDPOINT,
  DELIVERIES,
  type DeliveryJob,
  deliveryJob,
  on,
  queueDeliveries,
  queueNotice,
} from './queue.ts';
import { settleAttempt } from './settle.ts';

/** How often new events are looked for: no gate's commit waits in a line for telling of them. */
const LOOK_MS = 500;
/** Attempts under way in one worker, and in it those of one organization. */
const MOST_AT_A_TIME = 400;
const MOST_OF_ONE = 40;
const FETCH = 20;
/** What has not ended by then is done again by another worker. */
const FINISH_WITHIN_MS = 10_000;

const ENDPOINTS = 'SELECT id FROM webhook_endpoints WHERE organization_id = ANY($1::text[])';
const GIVE_UP = `
  UPDATE webhook_deliveries SET status = 'failed', settled_at = clock_timestamp()
  WHERE id = $1 AND status = 'pending'`;

/** Delivers events as they come, each endpoint's apart from all others', until it is closed. */
export function startDeliveries(boss: PgBoss, pool: Pool): { close(): Promise<void> } {
  /** Attempts under way. */
  const running = new Map<Promise<void>, Job<DeliveryJob>>();
  const beat = repeat('webhook heartbeat', BEAT_MS, async () => {
    const held = Array.from(running.values(), ({ id }) => id);
    if (held.length > 0) await boss.touch(DELIVERIES, held);
  });
  const loop = repeat('webhook deliveries', LOOK_MS, async () => {
    await queueDeliveries(boss, pool);
    for (;;) {
      const batchSize = Math.min(FETCH, MOST_AT_A_TIME - running.size);
      if (batchSize === 0) return;
      const ignoreGroups = await busyEndpoints(pool, [...running.values()]);
      const options = { batchSize, groupConcurrency: BY_ENDPOINT, ignoreGroups };
      const jobs = await boss.fetch<DeliveryJob>(DELIVERIES, options);
      if (jobs.length === 0) return;
      jobs.forEach(begin);
    }
  });

  function begin(job: Job<DeliveryJob>): void {
    const work = perform(boss, pool, job)
      .catch(async (error: unknown) => {
        log().error({ err: error, deliveryId: job.data.deliveryId }, 'webhook delivery failed');
        await boss.fail(DELIVERIES, job.id).catch(() => undefined);
      })
      .finally(() => {
        running.delete(work);
        loop.wake();
      });
    running.set(work, job);
  }

  return {
    close: async () => {
      await loop.close();
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, FINISH_WITHIN_MS);
      await Promise.race([Promise.all(running.keys()), late.promise]);
      clearTimeout(timer);
      await beat.close();
    },
  };
}

/** The endpoints of organizations that have their share of turns: however many never answer, others have theirs. */
async function busyEndpoints(pool: Pool, running: readonly Job<DeliveryJob>[]): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { data } of running) {
    counts.set(data.organizationId, (counts.get(data.organizationId) ?? 0) + 1);
  }
  const busy = [...counts].flatMap(([id, count]) => (count >= MOST_OF_ONE ? [id] : []));
  if (busy.length === 0) return [];
  const { rows } = await pool.query<{ id: string }>(ENDPOINTS, [busy]);
  return rows.map(({ id }) => id);
}

async function perform(boss: PgBoss, pool: Pool, job: Job<DeliveryJob>): Promise<void> {
  const { deliveryId, number } = job.data;
  const due = await readDelivery(pool, deliveryId);
  pass('fetched');
  // Settled under a job that seemed lost: the attempt that follows has a job of its own.
  const isOver = due === null || due.attempts >= number;
  if (!isOver && due.enabled) return deliver(boss, pool, job, due);
  if (!isOver) await pool.query(GIVE_UP, [due.id]);
  await boss.complete(DELIVERIES, job.id);
}

/** One attempt; what came of it, the next job and the end of this one are one transaction. */
async function deliver(
  boss: PgBoss,
  pool: Pool,
  job: Job<DeliveryJob>,
  due: DueDelivery,
): Promise<void> {
  const { detail, ...attempt } = await attemptDelivery(due);
  pass('answered');
  const verdict = decideAttempt({
    status: attempt.status,
    number: attempt.number,
    failingSince: due.failing_since,
    now: new Date(clock.now()),
    chance: randomBytes(4).readUInt32BE() / 2 ** 32,
  });
  await transaction(pool, async (client) => {
    const settled = await settleAttempt(client, attempt, verdict);
    const db = on(client);
    if (settled?.disabled === true) await queueNotice(boss, client, due.endpoint_id);
    if (settled?.nextAt != null) {
      const next = { ...due, attempts: attempt.number, next_attempt_at: settled.nextAt };
      await boss.insert(DELIVERIES, [deliveryJob({ ...next, failing: true })], { db });
    }
    await boss.complete(DELIVERIES, job.id, null, { db });
    pass('settling');
  });
  pass('settled');
  if (verdict.endpoint === 'healthy') return;
  const { status, number } = attempt;
  log().info({ deliveryId: due.id, status, number, detail }, 'a webhook was not delivered');
}
