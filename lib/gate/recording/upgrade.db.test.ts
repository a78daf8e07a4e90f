import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '#lib/db/migrate/run';
import { newId } from '#lib/ids';
import { createTestDatabase } from '#test/database';

const COLUMNS = `at, id, organization_id, environment, key_id, method, path, route, status, code, "check", duration, ip,
  client, credits_charged, credits_remaining, rate_limit, rate_remaining, replayed, facts`;
/** Calls, first many and then fewer in a minute, over midnight. */
const START = Date.parse('2026-11-23T23:58:00Z');
const times = Array.from({ length: 3000 }, (_, n) => START + (n < 1500 ? n * 7 : n * 61));
const ALL = `SELECT ${COLUMNS} FROM records.requests ORDER BY id`;

test('calls that the version before recorded one by one are found as they were', async () => {
  const empty = await createTestDatabase('template1');
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  const client = new Client(empty.ownerUrl);
  const run = () => migrate({ ownerUrl: empty.ownerUrl, appUrl: empty.appUrl, folder });
  try {
    await client.connect();
    cpSync('prisma/migrations', folder, { recursive: true });
    const names = readdirSync(folder).sort();
    for (const name of names.slice(
      names.findIndex((entry) => entry.endsWith('request_segments')),
    )) {
      if (name !== 'migration_lock.toml') rmSync(join(folder, name), { recursive: true });
    }
    await run();
    for (const day of ['2026-11-23', '2026-11-24']) {
      const [to] = new Date(Date.parse(day) + 86_400_000).toISOString().split('T');
      await client.query(
        `CREATE TABLE records.requests_${day.replaceAll('-', '')} PARTITION OF records.requests
         FOR VALUES FROM ('${day}T00:00:00Z') TO ('${to}T00:00:00Z')`,
      );
    }
    await client.query(
      `INSERT INTO records.requests (${COLUMNS})
       SELECT t, id, o, CASE WHEN o IS NOT NULL THEN 'live'::environment END,
         CASE WHEN o IS NOT NULL THEN 'key_' || n % 3 END, 'GET', '/v1/x/' || n, CASE WHEN n % 5 > 0 THEN 'GET /v1/x/:id' ELSE '' END,
         200 + n % 5, '', '', n, '192.0.2.' || n % 200, 'client ' || n % 7, n % 2, nullif(n % 4, 0), nullif(n % 6, 0), nullif(n % 6, 0) - 1,
         n % 2 = 0, CASE WHEN n % 9 = 0 THEN '{"param": "a"}'::jsonb END
       FROM (SELECT n, id, CASE WHEN n % 11 > 0 THEN 'org_' || n % 2 END AS o, to_timestamp(at / 1000) AS t
         FROM unnest($1::text[], $2::float8[]) WITH ORDINALITY AS u (id, at, n)) AS calls`,
      [times.map((at) => newId('req', at)), times],
    );
    const before = await client.query(ALL);
    expect(before.rows).toHaveLength(3000);
    cpSync('prisma/migrations', folder, { recursive: true });
    await run();
    const after = await client.query(ALL);
    expect(after.rows).toEqual(before.rows);
    const { rows } = await client.query(
      `SELECT max(calls) AS most, sum(calls)::int AS calls, count(*)::int AS segments FROM records.request_segments`,
    );
    expect(rows[0]).toMatchObject({ most: 512, calls: 3000 });
    expect(rows[0].segments).toBeLessThan(30);
  } finally {
    await client.end();
    rmSync(folder, { recursive: true });
    await empty.drop();
  }
});
