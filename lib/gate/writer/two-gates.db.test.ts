import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { ledgerFaults } from '#test/ledger';
import { type Spender, seedSpender } from '#test/spender';

const ROUNDS = 1_000;
const AT_ONCE = 30;

const agent = new Agent({ keepAlive: true });
let gates: GateProcess[] = [];

beforeAll(async () => {
  gates = await Promise.all([startGateProcess(), startGateProcess()]);
}, 60_000);
afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.end('SIGKILL')));
  agent.destroy();
});

function create(index: number, spender: Spender, key?: string): Promise<GateResponse> {
  return callGate(gates[index % gates.length]?.port ?? 0, '/v1/sessions', {
    key: spender.keyText,
    body: { mode: 'ai_agent' },
    headers: key === undefined ? {} : { 'Idempotency-Key': key },
    agent,
  });
}

const many = (count: number, call: (index: number) => Promise<GateResponse>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

test('30 calls at once with one idempotency key, at two gates, 1,000 rounds: one effect each', async () => {
  const spender = await seedSpender(ownerPool(), ROUNDS, { requestsPerMinute: 10_000_000 });
  const seen = { created: 0, replayed: 0, conflicts: 0, other: [] as string[] };
  for (let round = 0; round < ROUNDS; round++) {
    const answers = await many(AT_ONCE, (index) => create(index, spender, `round ${round}`));
    const done = answers.filter(({ status }) => status === 201);
    const fresh = done.filter(({ headers }) => headers['idempotent-replayed'] === undefined);
    if (fresh.length !== 1 || new Set(done.map(({ text }) => text)).size !== 1) {
      seen.other.push(`round ${round}: ${fresh.length} effects`);
    }
    seen.created += fresh.length;
    seen.replayed += done.length - fresh.length;
    for (const { status, error } of answers) {
      if (status === 409 && error?.code === 'idempotency_conflict') seen.conflicts += 1;
      else if (status !== 201) seen.other.push(`round ${round}: ${status}`);
    }
  }
  expect(seen).toEqual({
    created: ROUNDS,
    replayed: expect.any(Number),
    conflicts: ROUNDS * (AT_ONCE - 1) - seen.replayed,
    other: [],
  });
  const { rows } = await ownerPool().query(
    `SELECT (SELECT count(*)::int FROM voice_sessions WHERE api_key_id = $1) AS sessions,
       (SELECT balance FROM credit_accounts WHERE id = $2) AS balance`,
    [spender.keyId, spender.accountId],
  );
  expect(rows).toEqual([{ sessions: ROUNDS, balance: 0 }]);
  expect(await ledgerFaults(ownerPool())).toEqual([]);
}, 180_000);

test('two gates hammer the same accounts: all credits are spent, no more, and nothing deadlocks', async () => {
  const spenders = await Promise.all([1, 2, 3, 4].map(() => seedSpender(ownerPool(), 100)));
  await ownerPool().query('UPDATE organizations SET rate_limit_per_minute = 1000000');
  const answers = await many(800, (index) => {
    const spender = spenders[Math.floor(index / 2) % spenders.length];
    if (spender === undefined) throw new Error('no spender');
    return create(index, spender);
  });
  const counts: Record<string, number> = {};
  for (const { status, error } of answers) {
    const outcome = error === null ? `${status}` : `${status} ${error.code}`;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  expect(counts).toEqual({ 201: 400, '402 insufficient_api_credits': 400 });
  expect(await ledgerFaults(ownerPool())).toEqual([]);
  const { rows } = await ownerPool().query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  expect(rows).toEqual([{ deadlocks: 0 }]);
}, 60_000);
