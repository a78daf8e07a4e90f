import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { ensurePartitions, partitionName } from '#lib/usage/partitions';
import { rollUsage } from '#lib/usage/roll';
import { recordCalls, watchOrganization } from '#test/alerts';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { observeAll } from './all.ts';

const DAY_MS = 86_400_000;

test('every few seconds only what is new is looked at, not the days before', async () => {
  const pool = createPool({ max: 2, name: 'test' });
  const old = new Date(Date.now() - 20 * DAY_MS);
  await apart(async (own) => {
    for (const day of [old.getTime(), Date.now()]) await ensurePartitions(own, day);
  });
  const organizationId = await seedOrganization(ownerPool(), { credits: 1000 });
  const { id: key } = await seedKey(ownerPool(), organizationId, {});
  await watchOrganization(organizationId);
  await ownerPool().query(
    `UPDATE alert_rules SET settings = '{"measure": "hours_left", "value": 24}' WHERE organization_id = $1 AND kind = 'credits_low'`,
    [organizationId],
  );
  await recordCalls(
    { organizationId },
    Array.from({ length: 50 }, (_, i) => ({
      ago: i + 1,
      key,
      peak: 590,
      limit: 600,
      requests: 20,
    })),
  );
  await apart(rollUsage);
  const before = await scansOf(old);
  expect(await observeAll(pool)).toBeGreaterThan(0);
  await observeAll(pool);
  // What a connection counted is handed in when it ends, if not before.
  await pool.end();
  await expect.poll(() => scansOf(new Date()), { timeout: 10_000 }).toBeGreaterThan(0);
  expect(await scansOf(old)).toBe(before);
});

/** Does something on a connection that hands in what it has counted. */
async function apart(run: (own: Pool) => Promise<unknown>): Promise<void> {
  const own = createPool({ max: 1, name: 'test' });
  await run(own);
  await own.query('SELECT pg_stat_force_next_flush()');
  await own.end();
}

/** How often the minutes of a day were read, through an index or whole. */
async function scansOf(day: Date): Promise<number> {
  const { rows } = await ownerPool().query<{ scans: number }>(
    `SELECT (COALESCE(seq_scan, 0) + COALESCE(idx_scan, 0))::int AS scans FROM pg_stat_user_tables
     WHERE schemaname = 'records' AND relname = $1`,
    [partitionName('usage_minutes', day)],
  );
  if (rows[0] === undefined) throw new Error('there is no such partition');
  return rows[0].scans;
}
