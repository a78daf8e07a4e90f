import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AccountFigures, emptyAccount, MAX_BALANCE } from './account.ts';
import { addPurchased, adjustTo, post, spend } from './post.ts';
import { grantIncluded, rollPeriod } from './roll.ts';

const PERIOD = { start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1) };

function account(included: number, purchased: number, used = 0): AccountFigures {
  const base = emptyAccount('acct_1', PERIOD);
  const balance = included + purchased;
  return { ...base, included, purchased, balance, usedThisPeriod: used, lastSequence: 7 };
}

describe('spending', () => {
  test('takes the included credits first', () => {
    const posting = spend(account(2, 5), 3);
    expect(posting?.account).toMatchObject({
      included: 0,
      purchased: 4,
      balance: 4,
      usedThisPeriod: 3,
    });
    expect(posting?.entries).toEqual([
      {
        accountId: 'acct_1',
        sequence: 8,
        kind: 'debit',
        amount: -3,
        includedDelta: -2,
        purchasedDelta: -1,
        balanceAfter: 4,
      },
    ]);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a cost of %s', (cost) => {
    expect(spend(account(10, 10), cost)).toBeNull();
  });

  test('refuses more than there is, and takes the last credit', () => {
    expect(spend(account(1, 1), 3)).toBeNull();
    expect(spend(account(1, 1), 2)?.account.balance).toBe(0);
  });
});

describe('adding', () => {
  test.each([0, -1, 0.5, MAX_BALANCE])('refuses to add %s on top of one credit', (amount) => {
    expect(addPurchased(account(1, 0), 'purchase', amount)).toBeNull();
  });

  test('adds what does not lapse', () => {
    expect(addPurchased(account(1, 2), 'operator_grant', 5)?.account).toMatchObject({
      included: 1,
      purchased: 7,
      balance: 8,
    });
  });

  test('a change of zero writes no entry', () => {
    const same = account(1, 2);
    const posting = post(same, { kind: 'adjustment', includedDelta: 0, purchasedDelta: 0 });
    expect(posting).toEqual({ account: same, entries: [] });
  });
});

describe('adjusting', () => {
  test.each([
    [account(5, 5), 3, { included: 0, purchased: 3 }],
    [account(5, 5), 7, { included: 2, purchased: 5 }],
    [account(5, 5), 12, { included: 5, purchased: 7 }],
    [account(5, 5), 0, { included: 0, purchased: 0 }],
  ])('from %o to %s', (from, balance, parts) => {
    const posting = adjustTo(from, balance);
    expect(posting?.account).toMatchObject({ ...parts, balance });
    expect(posting?.entries[0]?.kind).toBe('adjustment');
  });

  test.each([-1, 1.5, MAX_BALANCE + 1])('refuses a balance of %s', (balance) => {
    expect(adjustTo(account(5, 5), balance)).toBeNull();
  });
});

describe('rolling the period', () => {
  test('does nothing up to the last millisecond', () => {
    const before = account(3, 4, 9);
    expect(rollPeriod(before, PERIOD.end - 1, 100)).toEqual({ account: before, entries: [] });
  });

  test('lapses what is left and grants the plan, from the first millisecond on', () => {
    const { account: next, entries } = rollPeriod(account(3, 4, 9), PERIOD.end, 100);
    expect(next).toEqual({
      id: 'acct_1',
      included: 100,
      purchased: 4,
      balance: 104,
      usedThisPeriod: 0,
      periodStart: PERIOD.end,
      periodEnd: Date.UTC(2027, 0, 1),
      lastSequence: 9,
    });
    expect(entries.map(({ kind, amount, balanceAfter }) => [kind, amount, balanceAfter])).toEqual([
      ['lapse', -3, 4],
      ['included_grant', 100, 104],
    ]);
  });

  test('skips periods that nobody used', () => {
    const now = Date.UTC(2027, 5, 15);
    const { account: next, entries } = rollPeriod(account(0, 4), now, 100);
    expect(next).toMatchObject({ balance: 104, periodStart: Date.UTC(2027, 5, 1) });
    expect(entries).toHaveLength(1);
  });

  test('a plan without credits moves the period on all the same', () => {
    const { account: next, entries } = rollPeriod(account(0, 4, 9), PERIOD.end, 0);
    expect(next).toMatchObject({ balance: 4, usedThisPeriod: 0, periodStart: PERIOD.end });
    expect(entries).toEqual([]);
  });

  test('a grant never passes the largest balance', () => {
    expect(grantIncluded(account(0, MAX_BALANCE - 5), 100).account.balance).toBe(MAX_BALANCE);
  });
});

test('whatever happens to an account, its entries explain its balance', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('spend' as const), by: fc.integer({ min: -3, max: 9 }) }),
    fc.record({ do: fc.constant('add' as const), by: fc.integer({ min: -3, max: 50 }) }),
    fc.record({ do: fc.constant('adjust' as const), by: fc.integer({ min: -3, max: 50 }) }),
    fc.record({ do: fc.constant('roll' as const), by: fc.integer({ min: 0, max: 80 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = PERIOD.start;
      let current = emptyAccount('acct_1', PERIOD);
      const amounts: number[] = [];
      for (const { do: what, by } of steps) {
        if (what === 'roll') now += by * 86_400_000;
        const posting = {
          spend: () => spend(current, by),
          add: () => addPurchased(current, 'purchase', by),
          adjust: () => adjustTo(current, by),
          roll: () => rollPeriod(current, now, 10),
        }[what]();
        for (const entry of posting?.entries ?? []) {
          amounts.push(entry.amount);
          expect(entry.sequence).toBe(amounts.length);
          expect(entry.balanceAfter).toBe(amounts.reduce((sum, amount) => sum + amount, 0));
          expect(entry.amount).toBe(entry.includedDelta + entry.purchasedDelta);
        }
        current = posting?.account ?? current;
        expect(current.included >= 0 && current.purchased >= 0).toBe(true);
        expect(current.balance).toBe(current.included + current.purchased);
        expect(current.balance).toBe(amounts.reduce((sum, amount) => sum + amount, 0));
        expect(current.lastSequence).toBe(amounts.length);
      }
    }),
    { numRuns: 500 },
  );
});
