import { Pool } from 'pg';
import { readDatabaseFile } from '#lib/env/database-file';
import { newId } from '#lib/ids';
import { createOrganization, OWNER } from './organization.ts';
import { type PortalSession, signIn } from './portal-session.ts';
import { withProduct } from './product.ts';
import { seedLog } from './seed-log.ts';
import { seedUsage } from './seed-usage.ts';
import type { Row, Suite } from './suite.ts';

const DAYS = 90;
const LOG_DAYS = 30;
const LOADS = 40;
const GOALS_MS = { page: 300, log: 100 };

/** The pages over what was recorded: 90 days of minutes, and a request log of ten million calls. */
export const recordsSuite: Suite = {
  name: 'records',
  run: (): Promise<Row[]> =>
    withProduct(async (product) => {
      const organizationId = await createOrganization(product);
      const pool = new Pool({ connectionString: readDatabaseFile(product.dataDir)?.ownerUrl });
      const log = await fill(pool, organizationId).finally(() => pool.end());
      const session = await signIn(product.portalUrl, OWNER);
      return await pageRows(session, log);
    }),
};

async function fill(pool: Pool, organizationId: string) {
  await seedUsage(pool, {
    organizationId,
    environment: 'live',
    keyIds: Array.from({ length: 12 }, () => newId('key')),
    days: DAYS,
    rowsPerMinute: 20,
    callsPerRow: 11,
  });
  const log = await seedLog(pool, { organizationId, environment: 'live', days: LOG_DAYS });
  // What the database would else do of itself after so many rows at once, beside the measured pages.
  await pool.query('VACUUM (ANALYZE)');
  await pool.query('CHECKPOINT');
  return log;
}

type Log = Awaited<ReturnType<typeof seedLog>>;

async function pageRows(session: PortalSession, { calls, requestId }: Log): Promise<Row[]> {
  const over = `with ${calls.toLocaleString('en-GB')} logged calls`;
  const pages: [string, number][] = [
    ['/live/usage', GOALS_MS.page],
    ['/live/usage?range=90d', GOALS_MS.page],
    ['/live/limits', GOALS_MS.page],
    ['/live/limits?range=90d', GOALS_MS.page],
    ['/live/credits', GOALS_MS.page],
    ['/live/requests', GOALS_MS.log],
    ['/live/requests?code=invalid_request', GOALS_MS.log],
    [`/live/requests/${requestId}`, GOALS_MS.log],
  ];
  const rows: Row[] = [];
  for (const [path, goal] of pages) {
    const p95 = await slowest(session, path);
    const page = path.replace(requestId, '[requestId]');
    rows.push({
      what: `portal page \`${page}\`, whole answer, p95 ${over} and ${DAYS} days of minutes`,
      measured: `${Math.round(p95)} ms`,
      goal: `≤ ${goal} ms`,
      met: p95 <= goal,
    });
  }
  return rows;
}

/** The 95th percentile of so many loads, milliseconds, after some that warm it up. */
async function slowest(session: PortalSession, path: string): Promise<number> {
  const times: number[] = [];
  for (let i = -LOADS / 4; i < LOADS; i++) {
    const time = await session.load(path);
    if (i >= 0) times.push(time);
  }
  times.sort((one, other) => one - other);
  return times[Math.floor(LOADS * 0.95)] ?? Number.NaN;
}
