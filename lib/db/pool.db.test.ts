import type { Pool } from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { createPool } from '#lib/db/pool';
import { closeDb, db } from '#lib/db/prisma';
import { env, resetEnv } from '#lib/env';
import { ownerPool } from '#test/database';

let pool: Pool | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  resetEnv();
  await pool?.end();
  pool = undefined;
  await closeDb();
});

const WHO = `SELECT current_user AS who, current_setting('timezone') AS zone`;
const expected = [{ who: 'portal_app', zone: 'UTC' }];

test('the processes act as portal_app, in UTC', async () => {
  pool = createPool({ max: 1, name: 'test' });
  expect((await pool.query(WHO)).rows).toEqual(expected);
  expect(await db().$queryRawUnsafe(WHO)).toEqual(expected);
});

test('also where the address logs in as the owner and brings options of its own', async () => {
  const address = new URL(env().migrationDatabaseUrl);
  address.searchParams.set('options', '-c timezone=Asia/Tokyo -c work_mem=1MB');
  vi.stubEnv('DATABASE_URL', address.href);
  resetEnv();
  pool = createPool({ max: 1, name: 'test' });
  expect((await pool.query(WHO)).rows).toEqual(expected);
  expect((await pool.query('SHOW work_mem')).rows).toEqual([{ work_mem: '1MB' }]);
  expect(await db().$queryRawUnsafe(WHO)).toEqual(expected);
});

test('a statement that takes too long is ended by the server', async () => {
  pool = createPool({ max: 1, name: 'test', statementTimeoutMs: 50 });
  await expect(pool.query('SELECT pg_sleep(10)')).rejects.toThrow(/statement timeout/);
});

test('int8 is a number while that is exact, then a bigint', async () => {
  pool = createPool({ max: 1, name: 'test' });
  const { rows } = await pool.query(
    'SELECT 9007199254740991::int8 AS safe, 9007199254740993::int8 AS big',
  );
  expect(rows).toEqual([{ safe: 9007199254740991, big: 9007199254740993n }]);
});

test('a connection that breaks while idle is told, and replaced', async () => {
  const onLost = vi.fn();
  pool = createPool({ max: 1, name: 'doomed', onLost });
  await pool.query('SELECT 1');
  await ownerPool().query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doomed'`,
  );
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledTimes(1));
  expect((await pool.query(WHO)).rows).toEqual(expected);
});

test('one that breaks while it is lent out ends no process, and is replaced', async () => {
  pool = createPool({ max: 1, name: 'lent' });
  const client = await pool.connect();
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  await ownerPool().query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lent'`,
  );
  await ended;
  client.release(true);
  expect((await pool.query(WHO)).rows).toEqual(expected);
});
