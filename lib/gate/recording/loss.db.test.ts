import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { createPool } from '#lib/db/pool';
import { newId } from '#lib/ids';
import { ensurePartitions, PARTITIONS_LOCK } from '#lib/usage/partitions';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { batchOf } from '#test/logged-calls';
import { startProxiedGate } from '#test/running-gate';
import type { Batch } from './batch.ts';
import { storeBatch } from './store.ts';

const pool = createPool({ max: 2, name: 'test' });
afterAll(() => pool.end());

async function seed(): Promise<SeededKey> {
  const organization = await seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });
  return seedKey(ownerPool(), organization);
}

/** Calls of a key in the minutes and in the log. */
async function stored(keyId: string): Promise<{ minutes: number; lines: number }> {
  const { rows } = await ownerPool().query(
    `SELECT (SELECT coalesce(sum(requests), 0)::int FROM records.usage_minutes WHERE key_id = $1) AS minutes,
       (SELECT count(*)::int FROM records.requests WHERE key_id = $1) AS lines`,
    [keyId],
  );
  return rows[0];
}

function sampleBatch(keyId: string): Batch {
  const at = Date.now();
  const owner = { organizationId: 'org_x', environment: 'live' } as const;
  return batchOf([
    { ...owner, keyId, id: newId('req', at), at, route: null, status: 200, code: null },
  ]);
}

test('a batch that is sent again is stored once', async () => {
  await ensurePartitions(pool, Date.now());
  await ownerPool().query("INSERT INTO gate_instances (id, listen) VALUES ('gate_twice', '')");
  const send = (key: string, number: number) =>
    storeBatch(pool, sampleBatch(key), { gateId: 'gate_twice', number, dropped: 0 }, 5_000);
  await send('key_once', 1);
  await send('key_once', 1);
  expect(await stored('key_once')).toEqual({ minutes: 1, lines: 1 });
  await send('key_once', 2);
  expect(await stored('key_once')).toEqual({ minutes: 2, lines: 2 });
});

test('two batches for the same rows at once add up', async () => {
  for (const id of ['gate_a', 'gate_b']) {
    await ownerPool().query("INSERT INTO gate_instances (id, listen) VALUES ($1, '')", [id]);
  }
  const send = (gateId: string, number: number) =>
    storeBatch(pool, sampleBatch('key_both'), { gateId, number, dropped: 0 }, 5_000);
  for (let number = 1; number <= 20; number++) {
    await Promise.all([send('gate_a', number), send('gate_b', number)]);
  }
  expect(await stored('key_both')).toEqual({ minutes: 40, lines: 40 });
});

test('a batch of a gate that is not registered is tried again, not lost and not stored', async () => {
  const sender = { gateId: 'gate_nobody', number: 1, dropped: 0 };
  await expect(storeBatch(pool, sampleBatch('key_none'), sender, 5_000)).rejects.toThrow(
    'not registered',
  );
  expect(await stored('key_none')).toEqual({ minutes: 0, lines: 0 });
});

/** Calls one after the other until told to stop; resolves with the times of the answered ones. */
function startCalls(gate: GateProcess, key: SeededKey) {
  const answered: number[] = [];
  const state = { going: true };
  const run = async () => {
    while (state.going) {
      const answer = await callGate(gate.port, '/v1/me', { key: key.text }).catch(() => null);
      if (answer === null) return;
      if (answer.status === 200) answered.push(performance.now());
    }
  };
  const ended = Promise.all([run(), run(), run()]);
  return {
    answered,
    stop: () => {
      state.going = false;
      return ended;
    },
  };
}

test('kill -9 during a flush loses at most the last moments, and minutes and log agree', async () => {
  for (let round = 0; round < 3; round++) {
    const key = await seed();
    const gate = await startGateProcess();
    const calls = startCalls(gate, key);
    await vi.waitUntil(async () => (await stored(key.id)).lines > 0, { timeout: 10_000 });
    const holder = await ownerPool().connect();
    // The flush that is under way waits for this lock with half of its rows written.
    await holder.query('BEGIN; LOCK TABLE records.request_segments IN SHARE MODE');
    const heldAt = performance.now();
    await vi.waitUntil(async () => (await ownerPool().query(WAITING)).rows[0].waiting > 0, {
      timeout: 5_000,
    });
    await gate.end('SIGKILL');
    await calls.stop();
    await holder.query('ROLLBACK');
    holder.release();
    const after = await stored(key.id);
    expect(after.minutes).toBe(after.lines);
    const early = calls.answered.filter((time) => time < heldAt - 1_500).length;
    expect(after.lines).toBeGreaterThanOrEqual(early);
    expect(after.lines).toBeLessThanOrEqual(calls.answered.length + 3);
  }
}, 60_000);

const REFUSED = `SELECT coalesce(sum(requests), 0)::int AS calls FROM records.unidentified
  WHERE code = 'service_unavailable'`;
const WAITING = `SELECT count(*)::int AS waiting FROM pg_stat_activity
  WHERE application_name = 'gate records' AND wait_event_type = 'Lock' AND datname = current_database()`;

test('SIGTERM stores everything first', async () => {
  const key = await seed();
  const gate = await startGateProcess();
  const calls = startCalls(gate, key);
  await vi.waitUntil(() => calls.answered.length > 100, { timeout: 10_000 });
  await calls.stop();
  await gate.end('SIGTERM');
  const count = calls.answered.length;
  expect(await stored(key.id)).toEqual({ minutes: count, lines: count });
});

test('what was decided while the database was away is stored when it is back', async () => {
  const { proxy, at } = await startProxiedGate();
  try {
    const key = await seed();
    const call = () => callGate(at.live, '/v1/me', { key: key.text });
    await call();
    await vi.waitUntil(async () => (await stored(key.id)).lines === 1, { timeout: 5_000 });
    await call();
    proxy.cut();
    // Longer than one attempt to store it takes.
    await delay(2_500);
    const refused = await call();
    expect(refused.status).toBe(503);
    proxy.restore();
    await vi.waitUntil(async () => (await stored(key.id)).lines === 2, { timeout: 10_000 });
    // Whose call was refused then, nobody could know.
    await vi.waitUntil(async () => (await ownerPool().query(REFUSED)).rows[0].calls === 1, {
      timeout: 10_000,
    });
  } finally {
    await at.gate.close();
    await proxy.close();
  }
});

test('a connection that falls silent while partitions are made is given up', async () => {
  const holder = await ownerPool().connect();
  const { proxy, at } = await startProxiedGate();
  try {
    const key = await seed();
    await holder.query('SELECT pg_advisory_lock($1)', [PARTITIONS_LOCK]);
    await callGate(at.live, '/v1/me', { key: key.text });
    await vi.waitUntil(async () => (await ownerPool().query(WAITING)).rows[0].waiting > 0, {
      timeout: 5_000,
    });
    proxy.freeze('gate records');
    await holder.query('SELECT pg_advisory_unlock($1)', [PARTITIONS_LOCK]);
    // Its answer is what the silence begins with.
    await delay(200);
    proxy.restore('silent');
    await vi.waitUntil(async () => (await stored(key.id)).lines === 1, { timeout: 20_000 });
  } finally {
    holder.release();
    await at.gate.close();
    await proxy.close();
  }
}, 40_000);
