import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { keepRecords } from '#lib/jobs/keep-records';
import { ownerPool } from '#test/database';
import { dropPartitions, ensurePartitions, partitionName } from './partitions.ts';
import { rollUsage } from './roll.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const pool = createPool({ max: 2, name: 'test' });
let now: number;

beforeAll(async () => {
  now = (await pool.query('SELECT clock_timestamp() AS now')).rows[0].now.getTime();
  for (let day = 0; day < 5; day++) await ensurePartitions(pool, now - day * DAY);
});
beforeEach(async () => {
  for (const table of ['usage_minutes', 'usage_hours', 'usage_days', 'pressure_hours']) {
    await ownerPool().query(`TRUNCATE records.${table}`);
  }
  await setProgress(3);
});
afterAll(() => pool.end());

/** As if nothing had been rolled for so many days. */
function setProgress(days: number) {
  return ownerPool().query(
    `UPDATE records.progress SET hours_until = date_trunc('day', now() - $1 * interval '1 day', 'UTC'),
       days_until = date_trunc('day', now() - $1 * interval '1 day', 'UTC')`,
    [days],
  );
}

type Minute = {
  minutesAgo: number;
  key: string;
  code: string;
  requests: number;
  bucket: number;
  peak: number;
};

const minute: fc.Arbitrary<Minute> = fc.record({
  minutesAgo: fc.integer({ min: 0, max: 3 * 24 * 60 - 60 }),
  key: fc.constantFrom('key_a', 'key_b'),
  code: fc.constantFrom('', 'rate_limit_exceeded', 'api_key_expired'),
  requests: fc.integer({ min: 1, max: 1000 }),
  bucket: fc.integer({ min: 0, max: 41 }),
  peak: fc.integer({ min: 1, max: 150 }),
});

function insert(rows: readonly Minute[]) {
  return ownerPool().query(
    `INSERT INTO records.usage_minutes AS m (organization_id, environment, start, key_id, route, status, code, requests,
       credits, replays, latency, peak, peak_limit, key_peak, key_limit)
     SELECT 'org_x', 'live', date_trunc('minute', to_timestamp($1::float8 / 1000)) - a * interval '1 minute', k, 'GET /v1/me',
       CASE c WHEN '' THEN 200 ELSE 429 END, c, r, 1, 2, ARRAY[b, r], p, 100, 0, 0
     FROM unnest($2::int[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[]) AS u (a, k, c, r, b, p)`,
    [
      now,
      rows.map(({ minutesAgo }) => minutesAgo),
      rows.map(({ key }) => key),
      rows.map(({ code }) => code),
      rows.map(({ requests }) => requests),
      rows.map(({ bucket }) => bucket),
      rows.map(({ peak }) => peak),
    ],
  );
}

const START = { minute: 60_000, hour: HOUR, day: DAY };

/** What a table must hold, by start and key and outcome. */
function expected(rows: readonly Minute[], unit: 'hour' | 'day', until: number): string[] {
  const sums = new Map<
    string,
    { requests: number; buckets: Map<number, number>; n: number; peak: number }
  >();
  for (const row of rows) {
    const at = Math.floor(now / 60_000) * 60_000 - row.minutesAgo * 60_000;
    const start = Math.floor(at / START[unit]) * START[unit];
    if (start >= until) continue;
    const name = `${new Date(start).toISOString()} ${row.key} ${row.code}`;
    const sum = sums.get(name) ?? { requests: 0, buckets: new Map(), n: 0, peak: 0 };
    sum.requests += row.requests;
    sum.n += 1;
    sum.peak = Math.max(sum.peak, row.peak);
    sum.buckets.set(row.bucket, (sum.buckets.get(row.bucket) ?? 0) + row.requests);
    sums.set(name, sum);
  }
  return [...sums]
    .map(([name, { requests, buckets, n, peak }]) => {
      const pairs = [...buckets].sort(([a], [b]) => a - b).flat();
      return `${name} ${requests} ${n} ${2 * n} ${pairs.join(',')} ${peak}`;
    })
    .sort();
}

async function found(table: string): Promise<string[]> {
  const { rows } = await ownerPool().query(`SELECT * FROM records.${table}`);
  return rows
    .map((row) => {
      const name = `${row.start.toISOString()} ${row.key_id} ${row.code}`;
      return `${name} ${row.requests} ${row.credits} ${row.replays} ${row.latency.join(',')} ${row.peak}`;
    })
    .sort();
}

const unique = (row: Minute) => `${row.minutesAgo} ${row.key} ${row.code}`;
const someRows = fc.uniqueArray(minute, { maxLength: 40, selector: unique });

test('hours and days hold the sums of the minutes, rolled once or again', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, async (rows) => {
      await ownerPool().query(
        'TRUNCATE records.usage_minutes, records.usage_hours, records.usage_days, records.pressure_hours',
      );
      await setProgress(3);
      await insert(rows);
      await rollUsage(pool);
      await rollUsage(pool);
      const { rows: progress } = await pool.query('SELECT * FROM records.progress');
      const hours = progress[0].hours_until.getTime();
      expect(hours).toBeGreaterThan(now - HOUR - 100_000);
      expect(await found('usage_hours')).toEqual(expected(rows, 'hour', hours));
      const days = progress[0].days_until.getTime();
      expect(await found('usage_days')).toEqual(expected(rows, 'day', days));
    }),
    { numRuns: 25 },
  );
});

test('what comes late is taken into an hour that was rolled already', async () => {
  const late = { minutesAgo: 150, key: 'key_a', code: '', bucket: 3, peak: 10 };
  await insert([{ ...late, requests: 5 }]);
  await rollUsage(pool);
  await insert([{ ...late, key: 'key_b', requests: 7 }]);
  await rollUsage(pool);
  const { rows } = await pool.query('SELECT sum(requests)::int AS calls FROM records.usage_hours');
  expect(rows[0].calls).toBe(12);
});

test('several at once roll as one', async () => {
  await insert([{ minutesAgo: 150, key: 'key_a', code: '', requests: 5, bucket: 3, peak: 10 }]);
  await Promise.all([rollUsage(pool), rollUsage(pool)]);
  expect(await found('usage_hours')).toHaveLength(1);
});

test('an hour knows its fullest window, the near ones, the full ones and who did not wait', async () => {
  const at = (minutesAgo: number, peak: number, code = '', requests = 1, key = 'key_a') => ({
    minutesAgo,
    peak,
    code,
    requests,
    key,
    bucket: 1,
  });
  const base = 130 + (Math.floor(now / 60_000) % 60);
  await insert([
    at(base, 79),
    at(base + 1, 80),
    at(base + 2, 99),
    at(base + 3, 100),
    at(base + 3, 130, 'rate_limit_exceeded', 30),
    at(base + 3, 125, 'rate_limit_exceeded', 1, 'key_b'),
  ]);
  await rollUsage(pool);
  const { rows } = await pool.query('SELECT * FROM records.pressure_hours');
  const sum = (name: string) => rows.reduce((total, row) => total + row[name], 0);
  expect(Math.max(...rows.map(({ peak }) => peak))).toBe(130);
  expect(['windows', 'near_windows', 'over_windows', 'refused', 'early'].map(sum)).toEqual([
    4, 2, 1, 31, 29,
  ]);
});

test('partitions are there for a week ahead, and go when their days are over', async () => {
  expect(await ensurePartitions(pool, now)).toBe(0);
  const ahead = partitionName('request_segments', new Date(now + 7 * DAY));
  const old = partitionName('usage_minutes', new Date(now - 4 * DAY));
  expect(await names()).toEqual(expect.arrayContaining([ahead, old]));
  await dropPartitions(pool, now, { request_segments: 30, usage_minutes: 4 });
  expect(await names()).toContain(old);
  await dropPartitions(pool, now, { request_segments: 30, usage_minutes: 3 });
  expect(await names()).not.toContain(old);
  expect(await names()).toContain(partitionName('usage_minutes', new Date(now - 3 * DAY)));
});

test('a partition stores its columns as its table does', async () => {
  const { rows } = await pool.query(
    `SELECT p.attname, p.attstorage, p.attstattarget FROM pg_inherits i
       JOIN pg_attribute t ON t.attrelid = i.inhparent AND t.attnum > 0
       JOIN pg_attribute p ON p.attrelid = i.inhrelid AND p.attname = t.attname
     WHERE i.inhparent IN ('records.request_segments'::regclass, 'records.usage_minutes'::regclass)
       AND (p.attstorage, p.attstattarget) IS DISTINCT FROM (t.attstorage, t.attstattarget)`,
  );
  expect(rows).toEqual([]);
  const { rows: kept } = await pool.query(
    `SELECT count(*)::int AS columns FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relispartition AND c.relname ~ '^request_segments_' AND attstattarget = 0 AND attstorage = 'e'`,
  );
  expect(kept[0]?.columns).toBeGreaterThanOrEqual(8);
});

async function names(): Promise<string[]> {
  const { rows } = await pool.query(
    "SELECT relname FROM pg_class WHERE relnamespace = 'records'::regnamespace AND relispartition",
  );
  return rows.map(({ relname }) => relname);
}

test('the job keeps hours for two years and callers for 90 days', async () => {
  await ownerPool().query(`INSERT INTO records.callers VALUES
    ('key_a', '::1', 'old', 'org_x', 'live', now() - interval '91 days', now() - interval '91 days', 1),
    ('key_a', '::1', 'new', 'org_x', 'live', now() - interval '91 days', now() - interval '89 days', 1)`);
  await ownerPool().query(`INSERT INTO records.usage_hours
    SELECT date_trunc('hour', now() - d * interval '1 day'), 'org_x', 'live', 'key_a', '', 200, '', 1, 0, 0, '{}', 0, 0, 0, 0
    FROM unnest('{729, 731}'::int[]) d`);
  await keepRecords.run(pool);
  expect((await pool.query('SELECT client FROM records.callers')).rows).toEqual([
    { client: 'new' },
  ]);
  expect((await pool.query('SELECT FROM records.usage_hours')).rowCount).toBe(1);
});
