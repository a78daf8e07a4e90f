import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import { verifyPeppers } from '#lib/db/peppers';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';
import { type DatabaseProxy, startDatabaseProxy } from '#test/database-proxy';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';

const WRONG = { KEY_PEPPER: `1:${Buffer.alloc(32, 'wrong').toString('base64url')}` };
const MISSING = { KEY_PEPPER: `2:${Buffer.alloc(32, 'second').toString('base64url')}` };

let proxy: DatabaseProxy;
let key: SeededKey;
const running: GateProcess[] = [];

beforeAll(async () => {
  await verifyPeppers();
  key = await seedKey(ownerPool(), await seedOrganization(ownerPool()));
  proxy = await startDatabaseProxy(env().databaseUrl);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((gate) => gate.end('SIGKILL')));
  proxy.restore();
});
afterAll(() => proxy.close());

async function start(variables: Record<string, string> = {}): Promise<GateProcess> {
  const gate = await startGateProcess({ variables: { DATABASE_URL: proxy.url, ...variables } });
  running.push(gate);
  return gate;
}

const statusOf = async ({ port }: GateProcess) =>
  (await callGate(port, '/v1/me', { key: key.text })).status;

describe.each(['cut', 'freeze'] as const)(
  'a gate started while the database is away (%s)',
  (how) => {
    test('starts, answers 503, and works within 3 s of its return', async () => {
      proxy[how]();
      const gate = await start();
      expect(await statusOf(gate)).toBe(503);
      expect((await callGate(gate.port, '/healthz')).text).toBe('ok');
      proxy.restore();
      const back = clock.elapsed();
      await expect.poll(() => statusOf(gate), { timeout: 5_000 }).toBe(200);
      expect(clock.elapsed() - back).toBeLessThan(3_000);
      expect(await gate.end('SIGTERM')).toBe(0);
    });
  },
);

test.each([
  ['a wrong', WRONG, 'KEY_PEPPER version 1 is not the pepper that'],
  ['a missing', MISSING, 'KEY_PEPPER lacks version 1'],
])(
  '%s pepper refuses to start, and ends a gate that finds it later',
  async (_, variables, text) => {
    await expect(start(variables)).rejects.toThrow(text);
    proxy.cut();
    const gate = await start(variables);
    expect(await statusOf(gate)).toBe(503);
    const statuses = new Set<number>();
    proxy.restore();
    const calling = (async () => {
      while (gate.child.exitCode === null) statuses.add(await statusOf(gate).catch(() => 503));
    })();
    expect(await gate.ended).toBe(1);
    await calling;
    expect(gate.output()).toContain(text);
    // Nobody was told that a good key does not exist.
    expect([...statuses]).toEqual([503]);
  },
);
