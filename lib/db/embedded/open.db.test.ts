import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readDatabaseFile, writeDatabaseFile } from '#lib/env/database-file';
import { DatabaseError } from './error.ts';
import { furnish } from './furnish.ts';
import { openEmbedded } from './open.ts';
import type { Server } from './server.ts';

let folder: string;
let said: string[];
const say = (line: string) => said.push(line);
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(folder, 0o711);
  said = [];
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  rmSync(folder, { recursive: true });
});

async function start(): Promise<Server> {
  const server = await (await openEmbedded(folder, say)).start();
  servers.push(server);
  await furnish(file());
  return server;
}

function file() {
  const found = readDatabaseFile(folder);
  if (found === undefined) throw new Error('no database.json');
  return found;
}

async function ask(sql: string, url = file().ownerUrl): Promise<unknown[]> {
  const client = new Client(url);
  await client.connect();
  return client
    .query(sql)
    .then((result) => result.rows)
    .finally(() => client.end());
}

test('a database of its own, durable, that keeps its rows and its port', async () => {
  const first = await start();
  expect(await ask(`SELECT current_setting('fsync') AS fsync, current_database() AS name`)).toEqual(
    [{ fsync: 'on', name: 'portal' }],
  );
  await ask('CREATE TABLE kept AS SELECT 1 AS one');
  const { url } = file();
  await first.stop();
  await start();
  expect(file().url).toBe(url);
  expect(await ask('SELECT * FROM kept')).toEqual([{ one: 1 }]);
}, 60_000);

test("the processes' login is no superuser, and passwords are asked for", async () => {
  await start();
  const { url } = file();
  expect(await ask('SELECT rolsuper FROM pg_roles WHERE rolname = current_user', url)).toEqual([
    { rolsuper: false },
  ]);
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(ask('SELECT 1', wrong.href)).rejects.toThrow(/password authentication failed/);
}, 60_000);

test('a server that a killed start left is stopped, and nothing acknowledged is lost', async () => {
  const orphan = await start();
  await ask('CREATE TABLE kept AS SELECT 1 AS one');
  await start();
  expect(said).toContain('Stopped the database server that a killed start had left.');
  await orphan.ended;
  expect(await ask('SELECT * FROM kept')).toEqual([{ one: 1 }]);
}, 60_000);

test('a server killed outright recovers what was committed', async () => {
  const server = await start();
  await ask('CREATE TABLE kept AS SELECT 1 AS one');
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
  await vi.waitFor(start, { timeout: 30_000, interval: 250 });
  expect(await ask('SELECT * FROM kept')).toEqual([{ one: 1 }]);
}, 60_000);

test('a first start that was interrupted before or after its last step is completed', async () => {
  mkdirSync(join(folder, 'postgres.new'));
  await (await start()).stop();
  renameSync(join(folder, 'postgres'), join(folder, 'postgres.new'));
  await start();
  expect(existsSync(join(folder, 'postgres.new'))).toBe(false);
}, 60_000);

test('a database whose passwords are missing is refused, not replaced', async () => {
  mkdirSync(join(folder, 'postgres'));
  await expect(openEmbedded(folder, say)).rejects.toThrow(DatabaseError);
  await expect(openEmbedded(folder, say)).rejects.toThrow(/restore that file/);
});

test('a missing database is refused, not replaced by an empty one', async () => {
  writeDatabaseFile(folder, {
    url: 'postgresql://portal:x@127.0.0.1:1/portal',
    ownerUrl: 'postgresql://postgres:x@127.0.0.1:1/portal',
    folder,
  });
  await expect(openEmbedded(folder, say)).rejects.toThrow(/which is missing: restore it/);
});
