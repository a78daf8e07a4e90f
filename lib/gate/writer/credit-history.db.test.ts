import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import type { Context } from '#lib/context';
import { grantCredits } from '#lib/credits/grant';
import { rollDuePeriods } from '#lib/credits/roll-periods';
import { setBalance } from '#lib/credits/set-balance';
import { showCredits } from '#lib/credits/show';
import { env } from '#lib/env';
import { closeAsking } from '#lib/gates/ask';
import { setOrganization } from '#lib/orgs/set';
import { settlePurchase } from '#lib/payments/settle';
import { ownerPool } from '#test/database';
import { ledgerFaults, watchLedger } from '#test/ledger';
import { openPurchase, paidNews } from '#test/purchase';
import { type Spender, seedSpender, sessionIntent } from '#test/spender';
import { asOperator, dataOf } from '#test/tenant';
import { Writer } from './writer.ts';

const INCLUDED = 12;
const RUNS = 12;
const options = { url: env().databaseUrl, now: clock.now, onAccount: () => {}, log: () => {} };
const pool = ownerPool();

afterAll(() => closeAsking());

/** What the account should be. */
type Model = { included: number; purchased: number; perPeriod: number; due: boolean };
type Real = {
  readonly spender: Spender;
  readonly writers: readonly Writer[];
  readonly operator: Context;
};

/** The first thing that every write does. */
function roll(model: Model): void {
  if (!model.due) return;
  Object.assign(model, { included: model.perPeriod, due: false });
}

function take(model: Model, credits: number): void {
  const fromIncluded = Math.min(model.included, credits);
  model.included -= fromIncluded;
  model.purchased -= credits - fromIncluded;
}

/** A call that waits as long as a busy machine takes. */
const patient = (spender: Spender) =>
  sessionIntent(spender, { deadline: clock.elapsed() + 30_000 });

const balanceOf = ({ included, purchased }: Model) => included + purchased;

abstract class Command implements fc.AsyncCommand<Model, Real> {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
  check = () => true;
  toString = () => `${this.constructor.name}(${this.amount})`;

  /** Does it to both, then looks at every place where a balance can be read. */
  async run(model: Model, real: Real): Promise<void> {
    await this.act(model, real);
    const { environment, accountId } = real.spender;
    const { rows } = await pool.query(
      `SELECT balance, included, purchased, (SELECT sum(amount)::int FROM credit_entries WHERE account_id = id) AS sum
       FROM credit_accounts WHERE id = $1`,
      [accountId],
    );
    const shown = { ...model };
    // A period that is over is shown as rolled, though only the next write stores it.
    roll(shown);
    const stored = rows[0];
    if (!model.due) {
      const { included, purchased } = model;
      expect(stored).toEqual({
        balance: balanceOf(model),
        included,
        purchased,
        sum: balanceOf(model),
      });
    }
    expect(stored.balance).toBe(stored.sum);
    expect(dataOf(await showCredits(real.operator, { environment }))).toMatchObject({
      balance: balanceOf(shown),
      included: shown.included,
      purchased: shown.purchased,
      check: { agrees: true },
    });
  }

  protected abstract act(model: Model, real: Real): Promise<void>;
}

/** Calls at once, through two gates' writers: each is told the balance right after it. */
class Spend extends Command {
  async act(model: Model, { spender, writers }: Real): Promise<void> {
    roll(model);
    const before = balanceOf(model);
    const results = await Promise.all(
      Array.from({ length: this.amount }, (_, index) =>
        writers[index % writers.length]?.submit(patient(spender)),
      ),
    );
    const told = results.flatMap((one) => (one?.kind === 'done' ? [one.account.balance] : []));
    const accepted = Math.min(before, this.amount);
    take(model, accepted);
    expect(told.sort((one, other) => other - one)).toEqual(
      Array.from({ length: accepted }, (_, index) => before - index - 1),
    );
    const refused = results.filter((one) => one?.kind === 'refused');
    expect(refused).toHaveLength(this.amount - accepted);
    for (const one of refused) {
      expect(one).toMatchObject({ code: 'insufficient_api_credits', account: { balance: 0 } });
    }
  }
}

class Grant extends Command {
  async act(model: Model, { spender: { environment }, operator }: Real): Promise<void> {
    roll(model);
    model.purchased += this.amount;
    const granted = await grantCredits(operator, { environment, amount: this.amount, note: '' });
    expect(dataOf(granted)).toEqual({ balance: balanceOf(model) });
  }
}

/** A payment that is told three times at once. */
class Buy extends Command {
  async act(model: Model, { spender }: Real): Promise<void> {
    roll(model);
    model.purchased += this.amount;
    const purchase = await openPurchase(pool, spender, this.amount);
    const told = await Promise.all(
      [1, 2, 3].map((n) => settlePurchase('stripe', paidNews(purchase, n), '')),
    );
    expect(told.sort()).toEqual(['known', 'known', 'paid']);
  }
}

class SetTo extends Command {
  async act(model: Model, { spender: { environment }, operator }: Real): Promise<void> {
    roll(model);
    const difference = this.amount - balanceOf(model);
    if (difference > 0) model.purchased += difference;
    else take(model, -difference);
    dataOf(await setBalance(operator, { environment, balance: this.amount }));
  }
}

/** Counts from the next period on. */
class Plan extends Command {
  async act(model: Model, { operator }: Real): Promise<void> {
    model.perPeriod = this.amount;
    dataOf(await setOrganization(operator, { creditsPerPeriod: this.amount }));
  }
}

class EndPeriod extends Command {
  async act(model: Model, { spender }: Real): Promise<void> {
    model.due = true;
    await pool.query(
      `UPDATE credit_accounts SET period_start = now() - interval '40 days', period_end = now() - interval '1 s'
       WHERE id = $1`,
      [spender.accountId],
    );
  }
}

class Roll extends Command {
  async act(model: Model): Promise<void> {
    roll(model);
    await rollDuePeriods();
  }
}

const commands = [
  fc.integer({ min: 1, max: 15 }).map((n) => new Spend(n)),
  fc.integer({ min: 1, max: 15 }).map((n) => new Spend(n)),
  fc.integer({ min: 1, max: 9 }).map((n) => new Grant(n)),
  fc.integer({ min: 1, max: 9 }).map((n) => new Buy(n)),
  fc.nat(15).map((n) => new SetTo(n)),
  fc.nat(20).map((n) => new Plan(n)),
  fc.constant(0).map((n) => new EndPeriod(n)),
  fc.constant(0).map((n) => new Roll(n)),
];

async function begin(): Promise<{ model: Model; real: Real }> {
  const spender = await seedSpender(pool, INCLUDED);
  await pool.query('UPDATE organizations SET credits_per_period = $2 WHERE id = $1', [
    spender.organizationId,
    INCLUDED,
  ]);
  return {
    model: { included: INCLUDED, purchased: 0, perPeriod: INCLUDED, due: false },
    real: { spender, writers, operator: asOperator(spender.organizationId) },
  };
}

const writers = [new Writer(options), new Writer(options)];
afterAll(() => Promise.all(writers.map((writer) => writer.close())));

test('after each step of any history, ledger, row, page and header say what a simple model says', async () => {
  const histories = fc.commands(commands, { maxCommands: 14, size: 'max' });
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const start = await begin();
      await fc.asyncModelRun(() => start, steps);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(await ledgerFaults(pool)).toEqual([]);
}, 120_000);

test('the same at once: every purchase is counted once, and nothing falls below zero', async () => {
  const kinds = fc.constantFrom('spend', 'buy', 'grant', 'plan', 'over', 'roll');
  const steps = fc.array(fc.record({ kind: kinds, by: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 12,
    maxLength: 30,
  });
  // Made before anybody looks: a seed is several statements.
  const starts = await Promise.all(Array.from({ length: RUNS }, begin));
  const runs = fc.assert(
    fc.asyncProperty(steps, async (wanted) => {
      const real = starts.pop()?.real;
      if (real === undefined) throw new Error('too few accounts');
      const counted = await Promise.all(wanted.map(({ kind, by }) => together(kind, by, real)));
      const { rows } = await pool.query(
        `SELECT coalesce(sum(amount) FILTER (WHERE kind = 'purchase'), 0)::int AS bought,
           count(*) FILTER (WHERE kind = 'debit')::int AS spent
         FROM credit_entries WHERE account_id = $1`,
        [real.spender.accountId],
      );
      const sum = (of: string) =>
        counted.reduce((total, one, index) => total + (wanted[index]?.kind === of ? one : 0), 0);
      expect(rows).toEqual([{ bought: sum('buy'), spent: sum('spend') }]);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  const { faults, looks } = await watchLedger(pool, runs);
  expect(faults).toEqual([]);
  expect(looks).toBeGreaterThan(5);
}, 120_000);

/** One step among others at the same time; how many credits it bought or spent. */
async function together(kind: string, by: number, { spender, operator }: Real): Promise<number> {
  const { environment } = spender;
  if (kind === 'grant') await grantCredits(operator, { environment, amount: by, note: '' });
  if (kind === 'plan') await setOrganization(operator, { creditsPerPeriod: by });
  if (kind === 'over') await new EndPeriod(0).act(blank(), { spender, operator, writers });
  if (kind === 'roll') await rollDuePeriods();
  if (kind === 'buy') {
    const purchase = await openPurchase(pool, spender, by);
    await Promise.all([1, 2].map((n) => settlePurchase('stripe', paidNews(purchase, n), '')));
    return by;
  }
  if (kind !== 'spend') return 0;
  const calls = Array.from({ length: by }, (_, index) =>
    writers[index % writers.length]?.submit(patient(spender)),
  );
  return (await Promise.all(calls)).filter((one) => one?.kind === 'done').length;
}

function blank(): Model {
  return { included: 0, purchased: 0, perPeriod: 0, due: false };
}
