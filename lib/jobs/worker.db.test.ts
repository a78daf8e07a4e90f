import { expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { jobs } from './all.ts';
import { startWorker } from './worker.ts';

test('the worker runs without an owner’s rights and schedules every job', async () => {
  const worker = await startWorker();
  const { rows } = await ownerPool().query(`SELECT s.name, s.cron,
      (SELECT tableowner FROM pg_tables WHERE schemaname = 'pgboss' AND tablename = 'schedule') AS owner
    FROM pgboss.schedule s`);
  await worker.close();
  expect(rows).toHaveLength(jobs.length);
  for (const { name, cron } of jobs) {
    expect(rows).toContainEqual({ name, cron, owner: 'portal_app' });
  }
  await (await startWorker()).close();
});
