import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { startWatch } from '#lib/alerts/watch';
import { startAnalyses } from '#lib/analysis/watch';
import { clock } from '#lib/clock';
import { appConnection } from '#lib/db/connection';
import { createPool } from '#lib/db/pool';
import { closeDb } from '#lib/db/prisma';
import { env } from '#lib/env';
import { log } from '#lib/log';
import { serveMetrics } from '#lib/metrics/serve';
import { type WorkerMetrics, workerMetrics } from '#lib/metrics/worker';
import { LOOK_FOR_LOST_SECONDS } from '#lib/webhooks/queue';
import { workWebhooks } from '#lib/webhooks/work';
import { jobs } from './all.ts';
import type { Job } from './job.ts';

/** Made by a migration for the processes' role, which may not create schemas. */
export const SCHEMA = 'pgboss';

const QUEUE = {
  policy: 'stately',
  retryLimit: 2,
  retryDelay: 15,
  deleteAfterSeconds: 86_400,
} as const;
const FINISH_WITHIN_MS = 25_000;

/** Starts doing all jobs on their schedules, the watch for alerts and the deliveries of webhooks; several workers share them. */
export async function startWorker(): Promise<{ close(): Promise<void> }> {
  const boss = new PgBoss({
    ...appConnection(env().databaseUrl),
    application_name: 'worker queue',
    schema: SCHEMA,
    createSchema: false,
    max: 3,
    superviseIntervalSeconds: LOOK_FOR_LOST_SECONDS,
    monitorIntervalSeconds: LOOK_FOR_LOST_SECONDS,
  });
  boss.on('error', (error) => log().error({ err: error }, 'queue'));
  boss.on('warning', (warning) => log().warn({ warning }, 'queue'));
  await boss.start();
  const pool = createPool({ max: 2, name: 'worker', statementTimeoutMs: 60_000 });
  const metrics = workerMetrics();
  const { worker: port } = env().metricsPorts;
  const serving = port === null ? null : await serveMetrics(metrics.registry, port);
  for (const job of jobs) await register(boss, pool, job, metrics);
  const watch = startWatch();
  const webhooks = await workWebhooks(boss);
  const analyses = startAnalyses();
  return {
    close: async () => {
      await serving?.close();
      await Promise.all([watch.close(), webhooks.close(), analyses.close()]);
      await boss.stop({ graceful: true, timeout: FINISH_WITHIN_MS });
      await pool.end();
      await closeDb();
    },
  };
}

async function register(boss: PgBoss, pool: Pool, job: Job, metrics: WorkerMetrics): Promise<void> {
  await boss.createQueue(job.name, QUEUE);
  await boss.work(job.name, { pollingIntervalSeconds: 10 }, async () => {
    const startedAt = clock.elapsed();
    const seconds = () => (clock.elapsed() - startedAt) / 1000;
    try {
      const changed = await job.run(pool);
      metrics.ran(job.name, 'done', seconds());
      if (changed > 0) log().info({ job: job.name, changed }, 'job done');
    } catch (error) {
      metrics.ran(job.name, 'failed', seconds());
      log().error({ job: job.name, err: error }, 'job failed');
      throw error;
    }
  });
  await boss.schedule(job.name, job.cron);
}
