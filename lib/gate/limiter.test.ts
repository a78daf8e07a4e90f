import { expect, test } from 'vitest';
import type { Known } from './known.ts';
import { CounterBook, memoryLimiter, peek } from './limiter.ts';

const MINUTE = 60_000;
const NOW = 1_800_000_030_000;

function knownIn(book: CounterBook, keyId: string, rateLimit: number | null, limit = 5): Known {
  const snapshot = {
    key: { id: keyId, organizationId: 'org_1', environment: 'live', rateLimit },
    organization: { id: 'org_1', limits: { requestsPerMinute: limit } },
  } as Known['snapshot'];
  return {
    snapshot,
    organizationCounter: book.organization(snapshot),
    keyCounter: book.key(snapshot),
  } as Known;
}

const count = async (known: Known, now: number) => memoryLimiter.count(known, now);

test('windows are minutes of the clock: every one holds the whole limit', async () => {
  const known = knownIn(new CounterBook(), 'key_1', null);
  const end = NOW + MINUTE / 2 - 1;
  for (let call = 1; call <= 7; call++) {
    expect((await count(known, end)).organization).toEqual({ limit: 5, count: call });
  }
  const next = await count(known, end + 1);
  expect(next.organization).toEqual({ limit: 5, count: 1 });
  expect(next.resetAt).toBe((end + 1 + MINUTE) / 1000);
});

test('keys of an organization share its window, also after one is read anew', async () => {
  const book = new CounterBook();
  await count(knownIn(book, 'key_1', null), NOW);
  await count(knownIn(book, 'key_2', null), NOW);
  expect((await count(knownIn(book, 'key_1', null), NOW)).organization.count).toBe(3);
});

test('a key over its own limit leaves the organization to the other keys', async () => {
  const book = new CounterBook();
  const limited = knownIn(book, 'key_1', 2);
  for (let call = 0; call < 10; call++) await count(limited, NOW);
  expect(peek(limited, NOW)).toMatchObject({
    organization: { count: 2 },
    key: { limit: 2, count: 10 },
  });
});

test('looking does not count', async () => {
  const known = knownIn(new CounterBook(), 'key_1', 2);
  await count(known, NOW);
  peek(known, NOW);
  expect(peek(known, NOW)).toMatchObject({ organization: { count: 1 }, key: { count: 1 } });
  expect(peek(known, NOW + MINUTE)).toMatchObject({
    organization: { count: 0 },
    key: { count: 0 },
  });
});

test('a clock that steps back opens no new window', async () => {
  const known = knownIn(new CounterBook(), 'key_1', null);
  await count(known, NOW + MINUTE);
  expect((await count(known, NOW)).organization.count).toBe(2);
});
