import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clock } from '#lib/clock';
import { furnish } from '#lib/db/embedded/furnish';
import { type EmbeddedDatabase, openEmbedded } from '#lib/db/embedded/open';
import type { Server } from '#lib/db/embedded/server';
import { migrate } from '#lib/db/migrate/run';
import { outliveLoss } from '#lib/db/pool';
import { readDatabaseFile } from '#lib/env/database-file';
import { mintKey } from '#lib/keys/format';
import type { DatabaseProxy } from '#test/database-proxy';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startProxiedGate, type TestGate } from '#test/running-gate';
import { stopServer } from '#test/stopped-server';

/** Calls of one moment: a key that is cached, one that is not, one that does not exist. */
const KINDS = ['cached', 'fresh', 'unknown'] as const;

// Its own server: stopping the common one would stop every other test.
let folder: string;
let database: EmbeddedDatabase;
let server: Server;
let ownerUrl: string;
let pool: Pool;
let proxy: DatabaseProxy;
let at: TestGate;
let keys: Record<(typeof KINDS)[number], string>;
let organization: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outage-'));
  // Root's database server has to pass through.
  chmodSync(folder, 0o711);
  database = await openEmbedded(folder, () => undefined);
  server = await database.start();
  const file = readDatabaseFile(folder);
  if (file === undefined) throw new Error('there is no database.json');
  ownerUrl = file.ownerUrl;
  await furnish(file);
  await migrate({ ownerUrl, appUrl: ownerUrl, folder: 'prisma/migrations' });
  pool = outliveLoss(new Pool({ connectionString: ownerUrl }));
  ({ proxy, at } = await startProxiedGate(ownerUrl));
  organization = await seedOrganization(pool, { requestsPerMinute: 1_000_000 });
  keys = { cached: '', fresh: '', unknown: mintKey('live') };
}, 60_000);
afterAll(async () => {
  await at.gate.close();
  await proxy.close();
  await pool.end();
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function call(key: string) {
  const began = clock.elapsed();
  const answer = await callGate(at.live, '/v1/me', { key });
  return { ...answer, milliseconds: clock.elapsed() - began };
}

/** What takes the database away; each resolves with what gives it back. */
const ways: Record<string, () => Promise<() => void | Promise<void>>> = {
  async 'its processes stopped'() {
    return stopServer(ownerUrl);
  },
  async 'its server killed, then started again'() {
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    return async () => {
      // Sessions of the killed one may hold its memory for a moment.
      server = await vi.waitFor(() => database.start(), { timeout: 20_000, interval: 250 });
    };
  },
  async 'the connections cut'() {
    proxy.cut();
    return () => proxy.restore();
  },
  async 'the network silent'() {
    proxy.freeze();
    return () => proxy.restore();
  },
};

describe.each(Object.keys(ways))('the database away: %s', (way) => {
  test('every call is 503 within 2 s, never 401 or 402, and good within 3 s of its return', async () => {
    const seeded: SeededKey[] = [
      await seedKey(pool, organization),
      await seedKey(pool, organization),
    ];
    keys.cached = seeded[0]?.text ?? '';
    keys.fresh = seeded[1]?.text ?? '';
    await expect.poll(async () => (await call(keys.cached)).status).toBe(200);
    const restore = (await ways[way]?.()) ?? (() => undefined);
    try {
      // Until the last echo is 0.9 s old the cache may answer, and rightly: nothing can change.
      const early = await call(keys.cached);
      expect([200, 503]).toContain(early.status);
      await expect.poll(async () => (await call(keys.cached)).status, { timeout: 5_000 }).toBe(503);
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, i) => call(keys[KINDS[i % KINDS.length] ?? 'cached'])),
      );
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 503, error: { code: 'service_unavailable' } });
        expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
        expect(answer.headers['www-authenticate']).toBeUndefined();
        expect(answer.milliseconds).toBeLessThan(2_100);
      }
      expect((await call('nonsense')).status).toBe(401);
      expect((await callGate(at.live, '/healthz')).text).toBe('ok');
    } finally {
      await restore();
    }
    const back = clock.elapsed();
    for (const kind of ['cached', 'fresh'] as const) {
      await expect.poll(async () => (await call(keys[kind])).status, { timeout: 5_000 }).toBe(200);
    }
    expect(clock.elapsed() - back).toBeLessThan(3_000);
    await expect.poll(async () => (await call(keys.unknown)).status).toBe(401);
  }, 60_000);
});
