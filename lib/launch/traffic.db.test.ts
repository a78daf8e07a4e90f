import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { clock } from '#lib/clock';
import { openEmbedded } from '#lib/db/embedded/open';
import { readDatabaseFile } from '#lib/env/database-file';
import { askAdmin } from '#test/admin-process';
import { freePorts } from '#test/free-ports';
import { type StartedProduct, startProduct, unset, untilReady } from '#test/started-product';
import { startTraffic } from '#test/traffic';

vi.setConfig({ testTimeout: 120_000 });

// One data folder for all tests here, each with a start of its own: that is the point of some.
let dataDir: string;
let port: number;
let product: StartedProduct;
let variables: Record<string, string>;
let key: { id: string; secret: string } | undefined;
/** Sessions that the gate has acknowledged so far. */
let acknowledged = 0;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'traffic-'));
  // Root's database server has to pass through.
  chmodSync(folder, 0o711);
  dataDir = join(folder, 'data');
  // Far from the first free ones, which other files' gates take meanwhile.
  port = (await freePorts(40)).at(-1) ?? 0;
  variables = { DATA_DIR: dataDir, GATE_LISTEN: `127.0.0.1:${port}:any` };
});
afterEach(async () => {
  product.child.kill('SIGTERM');
  await product.status;
});
afterAll(() => rmSync(join(dataDir, '..'), { recursive: true }));

async function start(): Promise<void> {
  product = startProduct('gate,worker', variables);
  await untilReady(product);
  key ??= await makeKey();
}

/** A key that no rate limit stops, made by the admin command while the product runs. */
async function makeKey(): Promise<{ id: string; secret: string }> {
  const admin = (line: string) => askAdmin(line, { variables: { ...unset, ...variables } });
  const { id } = await admin('org create --name Acme --plan enterprise');
  await admin(`org set --org ${id} --rate-limit 1000000`);
  return admin(`key create --org ${id} --env live --name Traffic`);
}

/** The process of a part, as the system knows it. */
function pidOf(script: string): number {
  const pid = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const [, parent] = /\) \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return Number(parent) === product.child.pid && command.includes(script);
    } catch {
      return false;
    }
  });
  if (pid === undefined) throw new Error(`no process runs ${script}`);
  return Number(pid);
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  return client
    .query<Row>(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

const addresses = () => {
  const file = readDatabaseFile(dataDir);
  if (file === undefined) throw new Error('there is no database.json');
  return file;
};

/** All sessions and how many of them were paid for, from the stopped product's data. */
async function readBack() {
  const server = await (await openEmbedded(dataDir, () => undefined)).start();
  try {
    const [row] = await query<{ sessions: number; paid: number; agrees: boolean }>(
      addresses().ownerUrl,
      `SELECT count(*)::int AS sessions, count(e.voice_session_id)::int AS paid,
         (SELECT bool_and(a.balance = (SELECT sum(amount) FROM credit_entries WHERE account_id = a.id))
            FROM credit_accounts a) AS agrees
       FROM voice_sessions v LEFT JOIN credit_entries e ON e.voice_session_id = v.id`,
    );
    return row;
  } finally {
    await server.stop();
  }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s under traffic: everything stops in order, nothing acknowledged is lost, exit 0',
  async (signal) => {
    await start();
    expect(product.output()).toContain(`API, live keys  http://localhost:${port}\n`);
    expect(product.output()).toContain(`Data            ${dataDir}\n`);
    const traffic = startTraffic(port, key?.secret ?? '');
    await vi.waitFor(() => expect(traffic.statuses[201]).toBeGreaterThan(50), 20_000);
    product.child.kill(signal);
    expect(await product.status).toBe(0);
    const { 0: unanswered, 201: created = 0, ...others } = await traffic.stop();
    acknowledged += created;
    expect(others).toEqual({});
    expect(unanswered).toBeGreaterThan(0);
    // A database that ended before the gate would have made faults.
    expect(complaintsSince(product.output(), 'Stopping')).toEqual(['; once more to stop at once.']);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(await readBack()).toEqual({
      sessions: acknowledged,
      paid: acknowledged,
      agrees: true,
    });
  },
);

test.skipIf(process.platform !== 'linux')(
  'history is safe; a killed gate and a killed database come back, nothing but 503 meanwhile, good within 3 s',
  async () => {
    await start();
    await expectHistoryKept();
    const traffic = startTraffic(port, key?.secret ?? '');
    const good = () => traffic.statuses[201] ?? 0;
    await vi.waitFor(() => expect(good()).toBeGreaterThan(20), 20_000);
    process.kill(pidOf('bin/gate.ts'), 'SIGKILL');
    await vi.waitFor(() => expect(product.output()).toContain('The gate is back.'), 20_000);
    const before = good();
    await vi.waitFor(() => expect(good()).toBeGreaterThan(before), 20_000);
    expect(product.output()).toMatch(/The gate was ended by SIGKILL\nStarting it again in 250 ms/);

    const server = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number.parseInt(server, 10), 'SIGKILL');
    await vi.waitFor(() => expect(product.output()).toContain('The database is back.'), {
      timeout: 60_000,
      interval: 5,
    });
    const back = clock.elapsed();
    await vi.waitFor(() => expect(traffic.lastAt(201)).toBeGreaterThan(back), {
      timeout: 10_000,
      interval: 5,
    });
    expect(clock.elapsed() - back).toBeLessThan(3_000);
    // When the database is back soon enough, some calls just wait for it, or all.
    const { 0: _, 201: created = 0, 503: __, ...others } = await traffic.stop();
    expect(others).toEqual({});
    product.child.kill('SIGTERM');
    expect(await product.status).toBe(0);
    const kept = await readBack();
    expect(kept?.sessions).toBeGreaterThanOrEqual(acknowledged + created);
    expect(kept).toMatchObject({ paid: kept?.sessions, agrees: true });
  },
);

/** What the processes' login may not do, nor the role that it acts as. */
async function expectHistoryKept(): Promise<void> {
  for (const table of ['credit_entries', 'audit_events']) {
    for (const change of ['UPDATE $ SET created_at = now()', 'DELETE FROM $', 'TRUNCATE $']) {
      for (const role of ['', 'SET ROLE portal_app; ']) {
        const statement = role + change.replace('$', table);
        await expect(query(addresses().url, statement), statement).rejects.toThrow(
          /permission denied/,
        );
      }
    }
  }
}

/** Lines behind a word, without what the processes log for information. */
function complaintsSince(output: string, word: string): string[] {
  const lines = (output.split(word)[1] ?? '').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('{"level":30,'));
}
