import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AccountFigures, emptyAccount } from './account.ts';
import { allocate, type Book, type KeyFacts, type SpendRequest } from './allocate.ts';

const NOW = Date.UTC(2026, 10, 15);
const PERIOD = { start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1) };
const OVER = { start: Date.UTC(2026, 9, 1), end: Date.UTC(2026, 10, 1) };

const goodKey: KeyFacts = {
  revoked: false,
  expired: false,
  permissions: ['sessions:write'],
  organizationActive: true,
  creditsPerPeriod: 10,
  concurrentSessions: 2,
  streaming: 0,
};

const request: SpendRequest = {
  accountId: 'a',
  keyId: 'k',
  permission: 'sessions:write',
  cost: 1,
  startsSession: true,
  record: null,
  obstacle: null,
};

function account(id: string, included: number, purchased: number, period = PERIOD): AccountFigures {
  const balance = included + purchased;
  return { ...emptyAccount(id, period), included, purchased, balance, lastSequence: 3 };
}

function book(over: Partial<Book> & { key?: Partial<KeyFacts> } = {}): Book {
  return {
    now: over.now ?? NOW,
    accounts: over.accounts ?? new Map([['a', account('a', 1, 1)]]),
    keys: over.keys ?? new Map([['k', { ...goodKey, ...over.key }]]),
    answers: over.answers ?? new Map(),
  };
}

const codes = (allocation: ReturnType<typeof allocate>) =>
  allocation.verdicts.map((verdict) => (verdict.kind === 'refused' ? verdict.code : verdict.kind));

describe('refusals inside the transaction, in their order', () => {
  test.each([
    [{ revoked: true, expired: true, organizationActive: false }, 'api_key_revoked'],
    [{ expired: true, organizationActive: false }, 'api_key_expired'],
    [{ organizationActive: false, permissions: [] }, 'organization_inactive'],
    [{ permissions: ['sessions:read' as const] }, 'insufficient_permissions'],
    [{ streaming: 2 }, 'concurrent_sessions_exceeded'],
  ])('%o is %s', (key, code) => {
    const allocation = allocate(book({ key }), [request]);
    expect(codes(allocation)).toEqual([code]);
    expect(allocation).toMatchObject({ accounts: [], entries: [] });
  });

  test('a key that is gone is unknown; an account that is gone is our fault', () => {
    expect(codes(allocate(book({ keys: new Map() }), [request]))).toEqual(['api_key_invalid']);
    expect(codes(allocate(book({ accounts: new Map() }), [request]))).toEqual(['internal_error']);
  });

  test('credits go before what the effect itself objects to, and that costs nothing', () => {
    const missing = { ...request, obstacle: 'session_not_found' } as const;
    expect(codes(allocate(book(), [missing, missing, missing]))).toEqual(
      Array(3).fill('session_not_found'),
    );
    const empty = book({ accounts: new Map([['a', account('a', 0, 0)]]) });
    expect(codes(allocate(empty, [missing]))).toEqual(['insufficient_api_credits']);
  });

  test('the concurrency limit concerns only what starts a session', () => {
    const ending = { ...request, cost: 0, startsSession: false };
    expect(codes(allocate(book({ key: { streaming: 2 } }), [ending]))).toEqual(['accepted']);
  });
});

describe('idempotency', () => {
  const record = { id: 'a:1', fingerprint: 'same' };
  const answer = { fingerprint: 'same', status: 201, kept: '{}' };

  test('a stored answer is replayed free, also without credits and over the limit', () => {
    const stored = book({
      accounts: new Map([['a', account('a', 0, 0)]]),
      answers: new Map([['a:1', answer]]),
      key: { streaming: 9 },
    });
    const allocation = allocate(stored, [{ ...request, record }]);
    expect(allocation).toEqual({
      verdicts: [{ kind: 'replay', answer }],
      accounts: [],
      entries: [],
    });
  });

  test('another body is a mismatch; a revoked key gets no replay', () => {
    const answers = new Map([['a:1', answer]]);
    const other = { ...request, record: { id: 'a:1', fingerprint: 'other' } };
    expect(codes(allocate(book({ answers }), [other]))).toEqual(['idempotency_mismatch']);
    const revoked = book({ answers, key: { revoked: true } });
    expect(codes(allocate(revoked, [{ ...request, record }]))).toEqual(['api_key_revoked']);
  });

  test('a second call in the same transaction is in conflict; a refused one frees the key', () => {
    const twice = [
      { ...request, record },
      { ...request, record },
    ];
    expect(codes(allocate(book(), twice))).toEqual(['accepted', 'idempotency_conflict']);
    const dear = { ...request, record, cost: 9 };
    expect(codes(allocate(book(), [dear, { ...request, record }]))).toEqual([
      'insufficient_api_credits',
      'accepted',
    ]);
  });
});

test('a period that is over rolls once, before the first charge', () => {
  const accounts = new Map([['a', account('a', 4, 1, OVER)]]);
  const allocation = allocate(book({ accounts }), [request, request]);
  expect(allocation.entries.map(({ kind, amount, request: of }) => [kind, amount, of])).toEqual([
    ['lapse', -4, null],
    ['included_grant', 10, null],
    ['debit', -1, 0],
    ['debit', -1, 1],
  ]);
  expect(allocation.accounts).toEqual([
    {
      ...account('a', 8, 1),
      usedThisPeriod: 2,
      lastSequence: 7,
    },
  ]);
});

/** The simplest thing that could be right: heaps of coins, and a set of what was answered. */
class Model {
  readonly #coins = new Map<string, { included: number; purchased: number; due: boolean }>();
  readonly #known: Map<string, string>;

  constructor(accounts: Iterable<AccountFigures>, known: Map<string, string>) {
    for (const { id, included, purchased, periodEnd } of accounts) {
      this.#coins.set(id, { included, purchased, due: periodEnd <= NOW });
    }
    this.#known = known;
  }

  expect(wish: SpendRequest, key: KeyFacts): string {
    if (key.revoked) return 'api_key_revoked';
    if (!key.organizationActive) return 'organization_inactive';
    const known = wish.record === null ? undefined : this.#known.get(wish.record.id);
    if (known === 'taken') return 'idempotency_conflict';
    if (known !== undefined)
      return known === wish.record?.fingerprint ? 'replay' : 'idempotency_mismatch';
    const heap = this.#coins.get(wish.accountId);
    if (heap === undefined) return 'internal_error';
    if (heap.due) Object.assign(heap, { included: key.creditsPerPeriod, due: false });
    if (heap.included + heap.purchased < wish.cost) return 'insufficient_api_credits';
    if (wish.obstacle !== null) return wish.obstacle;
    for (let coin = 0; coin < wish.cost; coin++)
      heap.included > 0 ? heap.included-- : heap.purchased--;
    if (wish.record !== null) this.#known.set(wish.record.id, 'taken');
    return `accepted, ${heap.included} + ${heap.purchased} left`;
  }
}

const accountIds = ['a', 'b', 'c'];
const keys: Record<string, KeyFacts> = {
  k: goodKey,
  revoked: { ...goodKey, revoked: true },
  inactive: { ...goodKey, organizationActive: false },
};

const anyRequest = fc.record({
  accountId: fc.constantFrom(...accountIds),
  keyId: fc.constantFrom('k', 'k', 'k', 'k', 'revoked', 'inactive'),
  permission: fc.constant('sessions:write' as const),
  cost: fc.constantFrom(0, 1, 1, 1, 2, 5),
  startsSession: fc.boolean(),
  record: fc.option(
    fc.record({ id: fc.constantFrom('1', '2', '3', '4'), fingerprint: fc.constantFrom('x', 'y') }),
  ),
  obstacle: fc.constantFrom(null, null, null, 'session_not_found' as const),
});
const anyAccount = fc.record({
  included: fc.nat(8),
  purchased: fc.nat(8),
  period: fc.constantFrom(PERIOD, OVER),
});

test('agrees with a simple model on any batch over several accounts', () => {
  const batch = fc.array(anyRequest, { minLength: 1, maxLength: 40 });
  const starts = fc.tuple(anyAccount, anyAccount, anyAccount);
  fc.assert(
    fc.property(batch, starts, fc.boolean(), (wishes, given, stored) => {
      const before = accountIds.map((id, index) => {
        const { included = 0, purchased = 0, period = PERIOD } = given[index] ?? {};
        return account(id, included, purchased, period);
      });
      const accounts = new Map(before.map((figures) => [figures.id, figures]));
      const answers = new Map(
        stored ? [['1', { fingerprint: 'x', status: 201, kept: '' }] as const] : [],
      );
      const model = new Model(before, new Map(stored ? [['1', 'x']] : []));
      const expected = wishes.map((wish) => model.expect(wish, keys[wish.keyId] ?? goodKey));
      const allocation = allocate(
        { now: NOW, accounts, keys: new Map(Object.entries(keys)), answers },
        wishes,
      );
      const found = allocation.verdicts.map((verdict) => {
        if (verdict.kind === 'refused') return verdict.code;
        if (verdict.kind === 'replay') return 'replay';
        return `accepted, ${verdict.account.included} + ${verdict.account.purchased} left`;
      });
      expect(found).toEqual(expected);
      expectLedger(before, allocation, wishes);
    }),
    { numRuns: 1_000 },
  );
});

/** Entries continue each account without a gap, add up to its change, and charge each success once. */
function expectLedger(
  before: readonly AccountFigures[],
  { verdicts, accounts, entries }: ReturnType<typeof allocate>,
  wishes: readonly SpendRequest[],
): void {
  for (const start of before) {
    const end = accounts.find(({ id }) => id === start.id) ?? start;
    const own = entries.filter(({ accountId }) => accountId === start.id);
    let { balance, lastSequence } = start;
    for (const entry of own) {
      balance += entry.amount;
      lastSequence += 1;
      expect(entry).toMatchObject({ balanceAfter: balance, sequence: lastSequence });
    }
    expect(end).toMatchObject({ balance, lastSequence });
  }
  const charged = entries.flatMap((entry) => (entry.request === null ? [] : [entry.request]));
  const billable = wishes.flatMap(({ cost }, index) =>
    cost > 0 && verdicts[index]?.kind === 'accepted' ? [index] : [],
  );
  expect(charged).toEqual(billable);
}
