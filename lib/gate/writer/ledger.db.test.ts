import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clock } from '#lib/clock';
import type { Context } from '#lib/context';
import { grantCredits } from '#lib/credits/grant';
import { rollDuePeriods } from '#lib/credits/roll-periods';
import { setBalance } from '#lib/credits/set-balance';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';
import { ledgerFaults, watchLedger } from '#test/ledger';
import { type Spender, seedSpender, sessionIntent } from '#test/spender';
import type { WriteResult } from './intent.ts';
import { Writer } from './writer.ts';

const INCLUDED = 30;
const RUNS = 20;
const options = { url: env().databaseUrl, now: clock.now, onAccount: () => {}, log: () => {} };

/** One thing that happens while others happen. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('spend' as const),
      by: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('grant' as const),
      by: fc.integer({ min: 1, max: 20 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('set' as const), by: fc.integer({ min: 0, max: 20 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('over' as const), by: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('roll' as const), by: fc.constant(0) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test('under parallel writes, grants and rolls the ledger is what a simple model says', async () => {
  const writers = [new Writer(options), new Writer(options)];
  const pool = ownerPool();
  const spenders = await Promise.all(
    Array.from({ length: RUNS }, () => seedSpender(pool, INCLUDED)),
  );
  await pool.query('UPDATE organizations SET credits_per_period = $1', [INCLUDED]);
  const runs = fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const spender = spenders.pop();
      if (spender === undefined) throw new Error('too few spenders');
      const done = await Promise.all(steps.map((s, index) => take(s, spender, writers[index % 2])));
      const results = done.flat();
      const accepted = results.filter(({ kind }) => kind === 'done').length;
      await expectHistory(spender, accepted);
      const others = results.filter(({ kind }) => kind !== 'done');
      expect(
        others.every((r) => r.kind === 'refused' && r.code === 'insufficient_api_credits'),
      ).toBe(true);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  const { faults, looks } = await watchLedger(pool, runs);
  await Promise.all(writers.map((writer) => writer.close()));
  expect(faults).toEqual([]);
  expect(looks).toBeGreaterThan(5);
  expect(await ledgerFaults(pool)).toEqual([]);
}, 60_000);

async function take(
  what: Step,
  spender: Spender,
  writer: Writer | undefined,
): Promise<WriteResult[]> {
  const operator: Context = {
    organizationId: spender.organizationId,
    actor: { kind: 'operator', label: 'operator' },
    origin: { ip: '', userAgent: '', requestId: '' },
  };
  const { environment } = spender;
  if (what.do === 'grant') await grantCredits(operator, { environment, amount: what.by, note: '' });
  if (what.do === 'set') await setBalance(operator, { environment, balance: what.by });
  if (what.do === 'roll') await rollDuePeriods();
  if (what.do === 'over') {
    await ownerPool().query(
      `UPDATE credit_accounts SET period_start = now() - interval '40 days', period_end = now() - interval '1 s'
       WHERE id = $1`,
      [spender.accountId],
    );
  }
  if (what.do !== 'spend' || writer === undefined) return [];
  return Promise.all(Array.from({ length: what.by }, () => writer.submit(sessionIntent(spender))));
}

type Entry = { kind: string; amount: number; included_delta: number; purchased_delta: number };

/** Replays an account's entries on two heaps of coins: each must be the only thing it could have been. */
async function expectHistory(spender: Spender, accepted: number): Promise<void> {
  const { rows } = await ownerPool().query<Entry>(
    `SELECT kind, amount, included_delta, purchased_delta FROM credit_entries WHERE account_id = $1 ORDER BY sequence`,
    [spender.accountId],
  );
  let [included, purchased, debits] = [0, 0, 0];
  for (const { kind, amount, included_delta, purchased_delta } of rows) {
    const taken = Math.min(included, Math.max(-amount, 0));
    if (kind === 'debit') debits += 1;
    const change = {
      debit: [0 - taken, amount + taken],
      lapse: [0 - included, 0],
      included_grant: [INCLUDED, 0],
      operator_grant: [0, amount],
      adjustment: amount > 0 ? [0, amount] : [0 - taken, amount + taken],
    }[kind];
    expect([kind, included_delta, purchased_delta]).toEqual([kind, ...(change ?? [])]);
    if (kind === 'included_grant') expect(included).toBe(0);
    included += included_delta;
    purchased += purchased_delta;
    expect(Math.min(included, purchased)).toBeGreaterThanOrEqual(0);
  }
  expect(debits).toBe(accepted);
}
