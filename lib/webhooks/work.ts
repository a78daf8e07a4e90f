import type { PgBoss } from 'pg-boss';
import { createPool } from '#lib/db/pool';
import { startDeliveries } from './deliver.ts';
import { createQueues, NOTICES, type NoticeJob } from './queue.ts';
import { tellOwners } from './tell-owners.ts';

const STATEMENT_TIMEOUT_MS = 30_000;

/** Starts delivering webhooks on a queue that runs. Several workers share it. */
export async function workWebhooks(boss: PgBoss): Promise<{ close(): Promise<void> }> {
  const pool = createPool({
    max: 4,
    name: 'worker webhooks',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  await createQueues(boss);
  await boss.work<NoticeJob>(NOTICES, { pollingIntervalSeconds: 2 }, async (jobs) => {
    for (const job of jobs) await tellOwners(pool, job.data);
  });
  const deliveries = startDeliveries(boss, pool);
  return {
    close: async () => {
      await deliveries.close();
      await boss.offWork(NOTICES);
      await pool.end();
    },
  };
}
