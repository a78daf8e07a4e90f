import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccountFigures, emptyAccount } from '#lib/credits/account';
import type { KeyFacts } from '#lib/credits/allocate';
import type { Effect } from './effect.ts';
import type { WriteIntent } from './intent.ts';
import type { Reading } from './read.ts';
import { settle } from './settle.ts';

const NOW = Date.UTC(2026, 10, 15);
const PERIOD = { start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1) };
const key: KeyFacts = {
  revoked: false,
  expired: false,
  permissions: ['webhooks:manage'],
  organizationActive: true,
  creditsPerPeriod: 0,
  concurrentSessions: 1,
  streaming: 0,
};

/** Takes `size` of what room the row has; whoever finds too little is refused. */
function taking(size: number): Effect {
  const roomOf = (row: unknown) => Number((row as { room: number }).room);
  return {
    kind: { load: null, store: { name: 'none', text: '' } },
    target: 'row',
    obstacle: (row) => (roomOf(row) >= size ? null : { code: 'invalid_request', message: 'full' }),
    perform: (row) => ({
      status: 201,
      kept: `${size}`,
      row: null,
      voiceSessionId: null,
      after: { ...row, room: roomOf(row) - size },
    }),
    answer: (kept) => kept,
  };
}

type Wish = { readonly size: number; readonly cost: number; readonly record: number | null };

function intentOf({ size, cost, record }: Wish): WriteIntent {
  return {
    requestId: 'req',
    deadline: 0,
    organizationId: 'o',
    environment: 'live',
    accountId: 'a',
    keyId: 'k',
    permission: 'webhooks:manage',
    cost,
    startsSession: false,
    record: record === null ? null : { id: `${record}`, fingerprint: 'same' },
    effect: taking(size),
  };
}

function readingOf(room: number, account: AccountFigures, done: ReadonlySet<number>): Reading {
  const answer = (id: number) =>
    [`${id}`, { fingerprint: 'same', status: 201, kept: 'kept' }] as const;
  return {
    book: {
      now: NOW,
      accounts: new Map([['a', account]]),
      keys: new Map([['k', key]]),
      answers: new Map(Array.from(done, answer)),
    },
    rows: new Map([['row', { id: 'row', room }]]),
    expired: new Set(),
    stamps: new Map(),
  };
}

/** What becomes of the calls when each is a batch of its own. */
function oneByOne(wishes: readonly Wish[], start: number, first: AccountFigures): string[] {
  let [room, account] = [start, first];
  const done = new Set<number>();
  return wishes.map((wish) => {
    const wasDone = wish.record !== null && done.has(wish.record);
    const { results } = settle([intentOf(wish)], readingOf(room, account, done));
    const [result] = results;
    if (result?.kind === 'done') {
      room -= wish.size;
      account = result.account;
      if (wish.record !== null) done.add(wish.record);
    }
    // In one batch its answer is not there to be replayed yet.
    return wasDone ? 'idempotency_conflict' : outcomeOf(result);
  });
}

function outcomeOf(result: ReturnType<typeof settle>['results'][number] | undefined): string {
  if (result?.kind === 'refused') return `${result.code} ${result.message ?? ''}`.trim();
  return result?.kind ?? 'none';
}

const wish = fc.record({
  size: fc.integer({ min: 0, max: 3 }),
  cost: fc.integer({ min: 0, max: 2 }),
  record: fc.option(fc.integer({ min: 0, max: 3 })),
});

/** The second is found impossible late, so that the third goes on in its place and leaves room for the last. */
const REFUSED_LATE: Wish[] = [
  { size: 2, cost: 0, record: null },
  { size: 3, cost: 0, record: 3 },
  { size: 1, cost: 0, record: 3 },
  { size: 2, cost: 0, record: null },
  { size: 1, cost: 0, record: null },
];

test('calls of one batch that need the same room come out as if each came alone, after the other', () => {
  fc.assert(
    fc.property(
      fc.array(wish, { maxLength: 12 }),
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 0, max: 8 }),
      (wishes, room, credits) => {
        const account = { ...emptyAccount('a', PERIOD), purchased: credits, balance: credits };
        const { results, writing } = settle(
          wishes.map(intentOf),
          readingOf(room, account, new Set()),
        );
        expect(results.map(outcomeOf)).toEqual(oneByOne(wishes, room, account));
        const spent = writing.allocation.entries.reduce((sum, { amount }) => sum - amount, 0);
        const done = wishes.filter((_, index) => results[index]?.kind === 'done');
        expect(spent).toBe(done.reduce((sum, { cost }) => sum + cost, 0));
        expect(writing.deeds.size).toBe(done.length);
      },
    ),
    { numRuns: 1_000, examples: [[REFUSED_LATE, 4, 0]] },
  );
});
