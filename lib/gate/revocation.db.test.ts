import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import type { Context } from '#lib/context';
import { closeAsking } from '#lib/gates/ask';
import { createKey } from '#lib/keys/create';
import { editKey } from '#lib/keys/edit';
import { revokeKey } from '#lib/keys/revoke';
import { setOrganization } from '#lib/orgs/set';
import type { Result } from '#lib/result';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';

const KEYS = 220;
const CREATED = 60;
const TOGGLES = 30;
/** Calls in flight all the time, per gate. */
const CALLERS = 4;

let gates: GateProcess[];
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

beforeAll(async () => {
  gates = [await startGateProcess(), await startGateProcess()];
});
afterAll(async () => {
  agent.destroy();
  await Promise.all(gates.map((gate) => gate.end('SIGTERM')));
  await closeAsking();
});

const organization = () => seedOrganization(ownerPool(), { requestsPerMinute: 10_000_000 });
const operatorOf = (organizationId: string): Context => ({
  organizationId,
  actor: { kind: 'operator', label: 'operator' },
  origin: { ip: '', userAgent: '', requestId: '' },
});
const call = async (gate: GateProcess | undefined, key: string) =>
  (await callGate(gate?.port ?? 0, '/v1/me', { key, agent })).status;

type Seen = { readonly sentAt: number; readonly status: number; readonly key: string };

/** Calls both gates with keys that `pick` chooses, without a pause, until `stop`. */
function load(pick: () => string | undefined): { seen: Seen[]; stop(): Promise<void> } {
  const seen: Seen[] = [];
  const state = { running: true };
  const caller = async (gate: GateProcess) => {
    while (state.running) {
      const key = pick();
      const sentAt = clock.elapsed();
      const status = key === undefined ? 0 : await call(gate, key);
      if (key !== undefined) seen.push({ sentAt, status, key });
      else await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const callers = gates.flatMap((gate) => Array.from({ length: CALLERS }, () => caller(gate)));
  return {
    seen,
    async stop() {
      state.running = false;
      await Promise.all(callers);
    },
  };
}

function dataOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.denial.message);
  return result.data;
}

test('after the receipt of a revocation no gate lets the key pass, under load', async () => {
  const organizationId = await organization();
  const keys: SeededKey[] = [];
  for (let i = 0; i < KEYS; i++) keys.push(await seedKey(ownerPool(), organizationId));
  const revokedAt = new Map<string, number>();
  let next = 0;
  // The key that is about to go, the ones that have just gone, and some that come later.
  const pick = () => keys[Math.max(0, next - 3 + Math.floor(Math.random() * 8))]?.text;
  const traffic = load(pick);
  for (const key of keys) {
    const input = { keyId: key.id, reason: 'unused' } as const;
    const receipt = dataOf(await revokeKey(operatorOf(organizationId), input));
    revokedAt.set(key.text, clock.elapsed());
    expect(receipt.gates).toMatchObject({ expected: 2, confirmed: 2, unconfirmed: [] });
    next++;
  }
  await traffic.stop();
  const late = traffic.seen.filter(({ sentAt, key }) => sentAt > (revokedAt.get(key) ?? Infinity));
  const before = traffic.seen.filter(
    ({ sentAt, key }) => sentAt <= (revokedAt.get(key) ?? Infinity),
  );
  expect(late.filter(({ status }) => status !== 401)).toEqual([]);
  // The test would prove nothing if nobody had called just then, or all had been refused anyway.
  expect(late.length).toBeGreaterThan(KEYS);
  expect(before.filter(({ status }) => status === 200).length).toBeGreaterThan(KEYS);
}, 120_000);

test('a new key works at its first call, on every gate', async () => {
  const organizationId = await organization();
  const input = {
    environment: 'live',
    name: 'Fresh',
    note: '',
    permissions: [],
    expiresInDays: null,
    ipAllowlist: [],
    rateLimit: null,
  } as const;
  for (let i = 0; i < CREATED; i++) {
    const { secret } = dataOf(
      await createKey(operatorOf(organizationId), { ...input, permissions: [], ipAllowlist: [] }),
    );
    const statuses = await Promise.all(gates.map((gate) => call(gate, secret)));
    expect(statuses).toEqual([200, 200]);
  }
});

test('suspending an organization is as instant, and so is its return', async () => {
  const organizationId = await organization();
  const key = await seedKey(ownerPool(), organizationId);
  const traffic = load(() => key.text);
  const phases: { readonly from: number; readonly to: number; readonly status: number }[] = [];
  for (let i = 0; i < TOGGLES; i++) {
    const status = i % 2 === 0 ? 'inactive' : 'active';
    dataOf(await setOrganization(operatorOf(organizationId), { status }));
    const from = clock.elapsed();
    const direct = await Promise.all(gates.map((gate) => call(gate, key.text)));
    expect(direct).toEqual(status === 'inactive' ? [403, 403] : [200, 200]);
    phases.push({ from, to: clock.elapsed(), status: status === 'inactive' ? 403 : 200 });
  }
  await traffic.stop();
  const wrong = phases.flatMap(({ from, to, status }) =>
    traffic.seen.filter((one) => one.sentAt > from && one.sentAt < to - 5 && one.status !== status),
  );
  expect(wrong).toEqual([]);
}, 60_000);

test('taking a permission away is confirmed by the next call', async () => {
  const organizationId = await organization();
  const key = await seedKey(ownerPool(), organizationId);
  const read = () =>
    Promise.all(
      gates.map(({ port }) => callGate(port, '/v1/sessions/sess_none', { key: key.text, agent })),
    );
  expect((await read()).map(({ status }) => status)).toEqual([404, 404]);
  const settings = { name: 'Backend', note: '', ipAllowlist: [], rateLimit: null };
  dataOf(
    await editKey(operatorOf(organizationId), {
      keyId: key.id,
      ...settings,
      permissions: ['sessions:write'],
    }),
  );
  await expect.poll(async () => (await read()).map(({ status }) => status)).toEqual([403, 403]);
});
