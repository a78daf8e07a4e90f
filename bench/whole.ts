import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { readDatabaseFile } from '#lib/env/database-file';
import { createOrganization, OWNER } from './organization.ts';
import { signIn } from './portal-session.ts';
import { type Product, type ProductName, productFolder } from './product.ts';
import type { Row, Suite } from './suite.ts';

const GOALS_MIB: Record<ProductName, number> = { gate: 120, portal: 300, worker: 120 };
const START_GOAL_MS = 8_000;
const PAGE_GOAL_MS = 100;
const KEYS = 10_000;
const LOADS = 200;
const SETTLE_MS = 5_000;
const PAGES = ['/live/overview', '/live/keys'];

/** The whole product as `npm start` runs it: how soon it is there, what it holds, how quick its pages are. */
export const wholeSuite: Suite = {
  name: 'whole product',
  async run(): Promise<Row[]> {
    const folder = await productFolder();
    try {
      await (await folder.start()).stop();
      const product = await folder.start();
      try {
        const rows = [startRow(product), ...(await memoryRows(product))];
        await fill(product);
        return [...rows, ...(await pageRows(product))];
      } finally {
        await product.stop();
      }
    } finally {
      folder.remove();
    }
  },
};

function startRow({ startedIn }: Product): Row {
  return {
    what: 'warm `npm start`, already built, to healthy',
    measured: `${(startedIn / 1000).toFixed(1)} s`,
    goal: `≤ ${START_GOAL_MS / 1000} s`,
    met: startedIn <= START_GOAL_MS,
  };
}

async function memoryRows(product: Product): Promise<Row[]> {
  await delay(SETTLE_MS);
  return (['gate', 'portal', 'worker'] as const).map((name) => {
    const mib = product.residentMib(name);
    return {
      what: `resident memory at rest: ${name}`,
      measured: `${Math.round(mib)} MB`,
      goal: `≤ ${GOALS_MIB[name]} MB`,
      met: mib <= GOALS_MIB[name],
    };
  });
}

/** Makes an organization with an owner and 10,000 keys. */
async function fill(product: Product): Promise<void> {
  const id = await createOrganization(product);
  const client = new Client(readDatabaseFile(product.dataDir)?.ownerUrl);
  await client.connect();
  await client.query(
    `INSERT INTO api_keys (id, organization_id, environment, name, digest, pepper_version, prefix, tail, created_at, last_used_at)
     SELECT 'key_' || lpad(n::text, 26, '0'), $1, 'live', 'Key ' || n, sha256(n::text::bytea), 1, 'sk_live_Abcd', '1234',
       now() - n * interval '1 minute', now() - n * interval '1 second'
     FROM generate_series(1, $2::int) AS n`,
    [id, KEYS],
  );
  await client.query(
    `INSERT INTO api_key_scopes (key_id, scope) SELECT id, s FROM api_keys, unnest(enum_range(NULL::scope)) AS s
     WHERE organization_id = $1`,
    [id],
  );
  await client.query('ANALYZE');
  await client.end();
}

async function pageRows({ portalUrl }: Product): Promise<Row[]> {
  const session = await signIn(portalUrl, OWNER);
  const rows: Row[] = [];
  for (const page of PAGES) {
    for (let i = 0; i < LOADS / 10; i++) await session.load(page);
    const times: number[] = [];
    for (let i = 0; i < LOADS; i++) times.push(await session.load(page));
    times.sort((one, other) => one - other);
    const p95 = times[Math.floor(LOADS * 0.95)] ?? Number.NaN;
    rows.push({
      what: `portal page \`${page}\`, whole answer, p95 with 10,000 keys`,
      measured: `${Math.round(p95)} ms`,
      goal: `≤ ${PAGE_GOAL_MS} ms`,
      met: p95 <= PAGE_GOAL_MS,
    });
  }
  return rows;
}
