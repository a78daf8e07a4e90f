import { Agent } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import type { WriterPoint } from '#lib/gate/writer/transact';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { ledgerFaults, watchLedger } from '#test/ledger';
import { type Spender, seedSpender } from '#test/spender';

const agent = new Agent({ keepAlive: true });
const gates: GateProcess[] = [];

async function start(killAt?: string): Promise<GateProcess> {
  const gate = await startGateProcess(
    killAt === undefined ? {} : { preload: './test/kill-at.ts', variables: { KILL_AT: killAt } },
  );
  gates.push(gate);
  return gate;
}

afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.end('SIGKILL')));
  agent.destroy();
  expect(gates.map((gate) => gate.output()).join('')).not.toMatch(/kst_|sk_live_\w{5}|secret-idem/);
});

/** A call's status and session, or null when the connection broke. */
async function create(gate: GateProcess, spender: Spender, key?: string) {
  const options = {
    key: spender.keyText,
    body: { mode: 'ai_agent' },
    headers: key === undefined ? {} : { 'Idempotency-Key': key },
    agent,
  };
  try {
    const { status, text, headers } = await callGate(gate.port, '/v1/sessions', options);
    const id: string | undefined = status === 201 ? JSON.parse(text).id : undefined;
    return { status, id, text, replayed: headers['idempotent-replayed'] === 'true' };
  } catch {
    return null;
  }
}

async function missing(ids: readonly string[]): Promise<string[]> {
  const { rows } = await ownerPool().query<{ id: string }>(
    `SELECT id FROM unnest($1::text[]) AS id
     WHERE NOT EXISTS (SELECT FROM voice_sessions v JOIN credit_entries e ON e.voice_session_id = v.id WHERE v.id = id)`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

const plenty = () => seedSpender(ownerPool(), 100_000, { requestsPerMinute: 1_000_000 });

test('kill -9 in the middle of writes loses nothing that was acknowledged', async () => {
  const spender = await plenty();
  const acknowledged: string[] = [];
  const hammer = async (gate: GateProcess) => {
    for (;;) {
      const answer = await create(gate, spender);
      if (answer === null) return;
      if (answer.id !== undefined) acknowledged.push(answer.id);
    }
  };
  const rounds = async () => {
    for (const enough of [40, 150, 400]) {
      const gate = await start();
      const before = acknowledged.length;
      const callers = Promise.all(Array.from({ length: 24 }, () => hammer(gate)));
      while (acknowledged.length < before + enough) await new Promise(setImmediate);
      await gate.end('SIGKILL');
      await callers;
    }
  };
  const { faults, looks } = await watchLedger(ownerPool(), rounds());
  expect(faults).toEqual([]);
  expect(looks).toBeGreaterThan(3);
  expect(await missing(acknowledged)).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
}, 60_000);

test('SIGTERM in the middle of writes: whatever was done was answered, and it exits 0', async () => {
  const spender = await plenty();
  const gate = await start();
  const calls = Array.from({ length: 100 }, () => create(gate, spender));
  await Promise.race(calls);
  const code = gate.end('SIGTERM');
  // A connection that had not been accepted yet is null: nothing came of it.
  const answers = (await Promise.all(calls)).filter((answer) => answer !== null);
  expect(await code).toBe(0);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  const { rowCount } = await ownerPool().query(
    'SELECT 1 FROM voice_sessions WHERE api_key_id = $1',
    [spender.keyId],
  );
  expect(rowCount).toBe(answers.length);
}, 30_000);

test('a crash at any point of a batch, then the retry: done exactly once', async () => {
  const survivor = await start();
  const points: WriterPoint[] = ['opening', 'read', 'sent', 'committed'];
  for (const point of points) {
    const outcomes = await Promise.all(
      [1, 2].map((times) => crashAndRetry(`${point}:${times}`, survivor)),
    );
    const once = { sessions: 12, answered: 12, same: true };
    expect([point, ...outcomes]).toEqual([point, once, once]);
  }
  expect(await ledgerFaults(ownerPool())).toEqual([]);
}, 90_000);

/** Sends 12 calls to a gate that dies, and again to one that lives. */
async function crashAndRetry(killAt: string, survivor: GateProcess) {
  const spender = await plenty();
  const gate = await start(killAt);
  const keys = Array.from({ length: 12 }, (_, index) => `secret-idem-${index}`);
  const first = keys.map((key) => create(gate, spender, key));
  // The second batch needs something to be in it, if the first one took all.
  const more = gate.ended.then(() => null);
  while (gate.child.exitCode === null && gate.child.signalCode === null) {
    await Promise.race([more, create(gate, spender, 'secret-idem-more')]);
  }
  const early = await Promise.all(first);
  const retried = await Promise.all(keys.map((key) => insist(survivor, spender, key)));
  await insist(survivor, spender, 'secret-idem-more');
  const { rows } = await ownerPool().query<{ sessions: number }>(
    'SELECT count(*)::int - 1 AS sessions FROM voice_sessions WHERE api_key_id = $1',
    [spender.keyId],
  );
  return {
    sessions: rows[0]?.sessions,
    answered: retried.filter((answer) => answer?.status === 201).length,
    same: early.every(
      (answer, index) => answer?.status !== 201 || answer.text === retried[index]?.text,
    ),
  };
}

/** Repeats a call as a client does: for as long as the gate says "later". */
async function insist(gate: GateProcess, spender: Spender, key: string) {
  for (let attempt = 0; ; attempt++) {
    const answer = await create(gate, spender, key);
    if (attempt === 20 || (answer?.status !== 503 && answer?.status !== 409)) return answer;
  }
}
