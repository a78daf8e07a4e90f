import { expect, test } from 'vitest';
import { LookupLimit } from './lookup-limit.ts';

const HERE = '203.0.113.7';

/** How many of these look-ups were let through; none finds anything. */
function flood(limit: LookupLimit, count: number, now: number, address = HERE, name = 'junk') {
  let passed = 0;
  for (let i = 0; i < count; i++) {
    if (limit.begin(address, `${name} ${now} ${i}`, now) !== null) passed++;
  }
  return passed;
}

test('one network looks up a bounded number that finds nothing, and regains some every second', () => {
  const limit = new LookupLimit();
  expect(flood(limit, 10_000, 0)).toBe(160);
  expect(flood(limit, 10_000, 1_000)).toBe(50);
  expect(flood(limit, 10_000, 3_600_000)).toBe(160);
});

test('addresses of one IPv6 /64 are one network, others are not affected', () => {
  const limit = new LookupLimit();
  expect(flood(limit, 500, 0, '2001:db8:1:2::a')).toBe(160);
  expect(flood(limit, 500, 0, '2001:db8:1:2:ffff::b', 'more')).toBe(0);
  expect(flood(limit, 500, 0, '2001:db8:1:3::a', 'others')).toBe(160);
  expect(flood(limit, 500, 0, HERE, 'any')).toBe(160);
});

test('what finds a key, or finds no database, costs nothing', () => {
  const limit = new LookupLimit();
  for (let i = 0; i < 1_000; i++) {
    const lookup = limit.begin(HERE, `key ${i}`, 0);
    if (lookup === null) throw new Error('a look-up of a key was refused');
    if (i % 2 === 0) limit.found(lookup);
    else limit.failed(lookup);
  }
  expect(flood(limit, 500, 0)).toBe(160);
});

test('a text that was a key before is always looked up', () => {
  const limit = new LookupLimit();
  const lookup = limit.begin(HERE, 'a key', 0);
  if (lookup === null) throw new Error('the first look-up was refused');
  limit.found(lookup);
  flood(limit, 500, 0);
  for (let i = 0; i < 500; i++) expect(limit.begin(HERE, 'a key', 0)).not.toBeNull();
});

test('in the middle of a flood a new key is looked up at its second attempt', () => {
  const limit = new LookupLimit();
  for (let now = 0; now < 10_000; now += 100) {
    flood(limit, 1_000, now);
    expect(limit.begin(HERE, `new key ${now}`, now)).toBeNull();
    const lookup = limit.begin(HERE, `new key ${now}`, now);
    if (lookup === null) throw new Error('the second attempt was refused');
    limit.found(lookup);
  }
});

test('who repeats guesses gets no more than the reserve', () => {
  const limit = new LookupLimit();
  let passed = 0;
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < 1_000; i++) if (limit.begin(HERE, `guess ${i}`, 0) !== null) passed++;
  }
  expect(passed).toBe(200);
});

test('many addresses take no more memory than some thousands', () => {
  const limit = new LookupLimit();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 300_000; i++) {
    limit.begin(`10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`, `junk ${i}`, i);
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024);
});
