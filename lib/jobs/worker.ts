import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { startWatch } from '#lib/alerts/watch';
import { appConnection } from '#lib/db/connection';
import { createPool } from '#lib/db/pool';
import { closeDb } from '#lib/db/prisma';
import { env } from '#lib/env';
import { log } from '#lib/log';
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

/** Starts doing all jobs on their schedules, and the watch for alerts; several workers share them. */
export async function startWorker(): Promise<{ close(): Promise<void> }> {
  const boss = new PgBoss({
    ...appConnection(env().databaseUrl),
    application_name: 'worker queue',
    schema: SCHEMA,
    createSchema: false,
    max: 3,
  });
  boss.on('error', (error) => log().error({ err: error }, 'queue'));
  boss.on('warning', (warning) => log().warn({ warning }, 'queue'));
  await boss.start();
  const pool = createPool({ max: 2, name: 'worker', statementTimeoutMs: 60_000 });
  for (const job of jobs) await register(boss, pool, job);
  const watch = startWatch();
  return {
    close: async () => {
      await watch.close();
      await boss.stop({ graceful: true, timeout: FINISH_WITHIN_MS });
      await pool.end();
      await closeDb();
    },
  };
}

async function register(boss: PgBoss, pool: Pool, job: Job): Promise<void> {
  await boss.createQueue(job.name, QUEUE);
  await boss.work(job.name, { pollingIntervalSeconds: 10 }, async () => {
    const changed = await job.run(pool);
    if (changed > 0) log().info({ job: job.name, changed }, 'job done');
  });
  await boss.schedule(job.name, job.cron);
}
