import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { MigrationError } from './error.ts';
import { migrate } from './run.ts';

let empty: TestDatabase;
let folder: string;

beforeEach(async () => {
  empty = await createTestDatabase('template1');
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync('prisma/migrations', folder, { recursive: true });
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await empty.drop();
});

const run = () => migrate({ ownerUrl: empty.ownerUrl, appUrl: empty.appUrl, folder });

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

async function ask(sql: string, url = empty.ownerUrl): Promise<unknown[]> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

test('two runs at once apply every migration once, and a third has nothing to do', async () => {
  const [one, other] = await Promise.all([run(), run()]);
  expect([one.length, other.length].sort()).toEqual([0, one.length + other.length]);
  expect(one.length + other.length).toBeGreaterThan(1);
  expect(await run()).toEqual([]);
});

test('the history is noted as Prisma notes it', async () => {
  const names = await run();
  const sum = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name, 'migration.sql')))
      .digest('hex');
  const rows =
    await ask(`SELECT migration_name, checksum, applied_steps_count, logs, rolled_back_at,
    finished_at >= started_at AS finished FROM _prisma_migrations ORDER BY migration_name`);
  expect(rows).toEqual(
    names.map((name) => ({
      migration_name: name,
      checksum: sum(name),
      applied_steps_count: 1,
      logs: null,
      rolled_back_at: null,
      finished: true,
    })),
  );
});

test('an applied migration that was edited is refused', async () => {
  const [first = ''] = await run();
  write(first, '-- another text');
  await expect(run()).rejects.toThrow(new RegExp(`${first} was changed`));
});

test('a migration that fails leaves nothing behind and can be tried again', async () => {
  await run();
  write('99999999999999_bad', 'CREATE TABLE half (id int); SELECT 1/0;');
  await expect(run()).rejects.toThrow(MigrationError);
  await expect(run()).rejects.toThrow(/_bad failed and changed nothing: division by zero/);
  expect(await ask(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  write('99999999999999_bad', 'CREATE TABLE half (id int);');
  expect(await run()).toEqual(['99999999999999_bad']);
});

test("the processes' login may act as portal_app afterwards, also a new one", async () => {
  await ask(`CREATE ROLE newcomer LOGIN PASSWORD 'secret'`);
  const address = new URL(empty.appUrl);
  address.username = 'newcomer';
  address.password = 'secret';
  const act = () => ask('SET ROLE portal_app; SELECT 1', address.href);
  await run();
  await expect(act()).rejects.toThrow(/permission denied/);
  await migrate({ ownerUrl: empty.ownerUrl, appUrl: address.href, folder });
  await act();
  await ask('REVOKE portal_app FROM newcomer; DROP ROLE newcomer');
});
