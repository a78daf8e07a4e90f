import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePorts } from '#test/free-ports';
import { type StartedProduct, startProduct, untilReady } from '#test/started-product';

vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
let starts: StartedProduct[];

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'launch-'));
  // Root's database server has to pass through.
  chmodSync(folder, 0o711);
  dataDir = join(folder, 'data');
  starts = [];
});
afterEach(async () => {
  for (const { child, status } of starts) {
    child.kill('SIGTERM');
    await status;
  }
  rmSync(join(dataDir, '..'), { recursive: true });
});

/** A real `npm start` of the worker alone, which needs no built portal. */
function start(
  variables: Record<string, string> = {},
  only = 'worker',
  root?: string,
): StartedProduct {
  const started = startProduct(only, { DATA_DIR: dataDir, ...variables }, root);
  starts.push(started);
  return started;
}

async function asOwner(sql: string): Promise<void> {
  const client = new Client(process.env.MIGRATION_DATABASE_URL);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

const external = () => ({
  DATABASE_URL: process.env.DATABASE_URL ?? '',
  MIGRATION_DATABASE_URL: process.env.MIGRATION_DATABASE_URL ?? '',
  SESSION_SECRET: process.env.SESSION_SECRET ?? '',
  KEY_PEPPER: process.env.KEY_PEPPER ?? '',
  STREAM_SECRET: process.env.STREAM_SECRET ?? '',
});

test('starts from nothing, refuses a second start, and stops in order on SIGTERM', async () => {
  const first = start();
  await untilReady(first);
  const second = start();
  expect(await second.status).toBe(1);
  expect(second.output()).toContain(`is held by another start, process ${first.child.pid}`);
  first.child.kill('SIGTERM');
  expect(await first.status).toBe(0);
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('after a kill -9 nothing is left that hinders the next start', async () => {
  const killed = start();
  await untilReady(killed);
  killed.child.kill('SIGKILL');
  await killed.status;
  const next = start();
  await untilReady(next);
  expect(next.output()).toContain('Stopped the database server that a killed start had left.');
});

test('a database server that dies is started again where the processes know it', async () => {
  const product = start();
  await untilReady(product);
  const address = readFileSync(join(dataDir, 'database.json'), 'utf8');
  const pid = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0];
  process.kill(Number(pid), 'SIGKILL');
  await vi.waitFor(() => expect(product.output()).toContain('The database is back.'), 60_000);
  expect(readFileSync(join(dataDir, 'database.json'), 'utf8')).toBe(address);
  product.child.kill('SIGTERM');
  expect(await product.status).toBe(0);
  expect(product.output()).not.toContain('The worker ended');
});

test('a port in use is told before anything is started', async () => {
  const [taken = 0] = await freePorts(1);
  const server = createServer().listen(taken);
  await once(server, 'listening');
  const refused = start({ GATE_LISTEN: `${taken}:any` }, 'gate');
  expect(await refused.status).toBe(1);
  expect(refused.output().trim()).toBe(
    `Port ${taken} is in use: stop the program that listens there, or set GATE_LISTEN to another port.`,
  );
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  server.close();
});

test('a wrong pepper refuses to start', async () => {
  const first = start(external());
  await untilReady(first);
  first.child.kill('SIGTERM');
  await first.status;
  const wrong = `1:${Buffer.alloc(32, 'other').toString('base64url')}`;
  const refused = start({ ...external(), KEY_PEPPER: wrong });
  expect(await refused.status).toBe(1);
  expect(refused.output()).toContain('KEY_PEPPER version 1 is not the pepper');
});

test.each(['SESSION_SECRET', 'KEY_PEPPER', 'STREAM_SECRET'])(
  'a missing %s refuses to start',
  async (name) => {
    const refused = start({ ...external(), [name]: '' });
    expect(await refused.status).toBe(1);
    expect(refused.output().trim()).toBe(`${name} must be set when DATABASE_URL is set.`);
  },
);

test.each([
  ['unreadable', undefined, 'The file .env cannot be read (EISDIR).'],
  ['broken', 'LOG_LEVEL', 'The file .env is broken: line 1 is neither NAME=value nor a comment.'],
  ['mistyped', 'PORTAL_PROT=1', 'The file .env sets PORTAL_PROT, which is not a setting.'],
])('a .env that is %s is told in one sentence, and nothing starts', async (_, text, sentence) => {
  const root = checkoutWith(text);
  const refused = start({}, 'worker', root);
  expect(await refused.status).toBe(1);
  expect(refused.output().trim()).toBe(sentence);
  expect(existsSync(dataDir)).toBe(false);
});

/** A checkout like this one but for its `.env`: the text, or a folder, which nobody can read as a file. */
function checkoutWith(dotenv: string | undefined): string {
  const root = join(dataDir, '..', 'checkout');
  mkdirSync(root);
  for (const name of readdirSync('.')) {
    if (!['.env', '.git', 'bin'].includes(name)) symlinkSync(resolve(name), join(root, name));
  }
  // Copied, because a script's own place is the project's root.
  cpSync('bin', join(root, 'bin'), { recursive: true });
  if (dotenv === undefined) mkdirSync(join(root, '.env'));
  else writeFileSync(join(root, '.env'), dotenv);
  return root;
}

test('a part that keeps dying ends everything, with the reason', async () => {
  await asOwner('ALTER SCHEMA pgboss RENAME TO elsewhere');
  const doomed = start(external());
  expect(await doomed.status).toBe(1);
  await asOwner('ALTER SCHEMA elsewhere RENAME TO pgboss');
  expect(doomed.output()).toContain('Starting it again in 2000 ms.');
  expect(doomed.output()).toContain('The worker keeps dying, so everything stops.');
  expect(doomed.output()).toMatch(/pgboss/);
});
