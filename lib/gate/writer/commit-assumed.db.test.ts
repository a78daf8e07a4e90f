import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appConnection } from '#lib/db/connection';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';
import { ledgerFaults } from '#test/ledger';
import { type Spender, seedSpender, sessionIntent } from '#test/spender';
import { foresee, type Plan } from './foresee.ts';
import { Memory } from './memory.ts';
import { Pending } from './pending.ts';
import { attempt, transact } from './transact.ts';

const client = new Client({ ...appConnection(env().databaseUrl), pipeline: true });
let spender: Spender;
let memory: Memory;

beforeAll(() => client.connect());
afterAll(async () => {
  await client.end();
  expect(await ledgerFaults(ownerPool())).toEqual([]);
});
beforeEach(async () => {
  spender = await seedSpender(ownerPool(), 20);
  memory = new Memory();
  const first = [new Pending(sessionIntent(spender), () => {})];
  await transact(client, first, { mode: 'wait', memory, progress: { written: false } });
});

const calls = () => [1, 2].map(() => new Pending(sessionIntent(spender), () => {}));

function planned(batch: readonly Pending[], now = Date.now()): Plan | null {
  return foresee(
    memory,
    batch.map(({ intent }) => intent),
    now,
  );
}

/** Decides two calls by memory, lets something happen, and sends them. */
async function attemptAfter(happening: () => Promise<unknown>) {
  const batch = calls();
  const plan = planned(batch);
  if (plan === null) throw new Error('it was not foreseen');
  await happening();
  return attempt(client, batch, { plan, memory, progress: { written: false } });
}

async function sessions(): Promise<number> {
  const { rows } = await ownerPool().query<{ count: number }>(
    'SELECT count(*)::int AS count FROM voice_sessions WHERE api_key_id = $1',
    [spender.keyId],
  );
  return rows[0]?.count ?? 0;
}

test('what is still so is written in one round trip', async () => {
  const landing = await attemptAfter(async () => {});
  expect(landing?.accounts.map(({ balance }) => balance)).toEqual([17]);
  expect(await sessions()).toBe(3);
});

test.each([
  [
    'a key is revoked',
    "UPDATE api_keys SET revoked_at = now(), revoke_reason = 'other' WHERE id = $1",
  ],
  ['a key has expired', 'UPDATE api_keys SET expires_at = now() WHERE id = $1'],
  [
    'a permission is taken away',
    "DELETE FROM api_key_scopes WHERE key_id = $1 AND scope = 'sessions:write'",
  ],
  [
    'the organization is suspended',
    "UPDATE organizations SET status = 'inactive' WHERE id = (SELECT organization_id FROM api_keys WHERE id = $1)",
  ],
  ['a session streams', "UPDATE voice_sessions SET status = 'active' WHERE api_key_id = $1"],
])('nothing is written once %s', async (_name, change) => {
  expect(await attemptAfter(() => ownerPool().query(change, [spender.keyId]))).toBeNull();
  expect(await sessions()).toBe(1);
});

test.each([
  'included',
  'purchased',
  'used_this_period',
  'period_start',
  'period_end',
  'last_sequence',
])('nothing is written when %s is another, whatever the other figures say', async (column) => {
  const isTime = column.startsWith('period');
  const change = (sign: string) =>
    ownerPool().query(
      `UPDATE credit_accounts SET ${column} = ${column} ${sign} ${isTime ? "interval '1 s'" : 1}
           ${column === 'included' ? `, purchased = purchased ${sign === '+' ? '-' : '+'} 1` : ''}
           ${column === 'purchased' ? `, balance = balance ${sign} 1` : ''} WHERE id = $1`,
      [spender.accountId],
    );
  await ownerPool().query(
    `WITH a AS (UPDATE credit_accounts SET balance = balance + 9, purchased = 9, last_sequence = last_sequence + 1
         WHERE id = $1 RETURNING *)
       INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after, actor)
       SELECT id, last_sequence, 'purchase', 9, 0, 9, balance, 'operator' FROM a`,
    [spender.accountId],
  );
  await transact(client, calls().slice(1), { mode: 'wait', memory, progress: { written: false } });
  expect(await attemptAfter(() => change('+'))).toBeNull();
  expect(await sessions()).toBe(2);
  await change('-');
});

test('nothing is written when the period ends meanwhile, by the database’s clock', async () => {
  await ownerPool().query(
    "UPDATE credit_accounts SET period_end = date_trunc('milliseconds', now()) + interval '500 ms' WHERE id = $1",
    [spender.accountId],
  );
  await transact(client, calls().slice(1), { mode: 'wait', memory, progress: { written: false } });
  expect(await attemptAfter(() => ownerPool().query('SELECT pg_sleep(0.6)'))).toBeNull();
  expect(await sessions()).toBe(2);
});

test('an account that somebody holds is not waited for', async () => {
  const holder = await ownerPool().connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM credit_accounts WHERE id = $1 FOR UPDATE', [spender.accountId]);
  const started = performance.now();
  expect(await attemptAfter(async () => {})).toBeNull();
  expect(performance.now() - started).toBeLessThan(200);
  await holder.query('ROLLBACK');
  holder.release();
  expect(await sessions()).toBe(1);
});

test('a refusal, the end of a period, a row or a key that was never read: not foreseen', async () => {
  expect(planned(calls())).not.toBeNull();
  expect(planned(Array.from({ length: 10 }, calls).flat())).toBeNull();
  expect(planned(calls(), Date.now() + 400 * 24 * 3_600_000)).toBeNull();
  const [call] = calls();
  if (call === undefined) throw new Error('no call');
  const { effect, ...rest } = call.intent;
  const ending = { ...rest, effect: { ...effect, target: 'sess_1' } };
  expect(planned([new Pending(ending, () => {})])).toBeNull();
  memory.forget([call.intent]);
  expect(planned([call])).toBeNull();
});
