import { expect, test } from 'vitest';
import { RecentMap } from './recent-map.ts';

test('it keeps what is new or was looked at, and forgets the rest', () => {
  const map = new RecentMap<number>(10);
  for (let i = 0; i < 100; i++) {
    map.set(`name ${i}`, i);
    expect(map.get('name 0')).toBe(0);
  }
  expect(map.get('name 99')).toBe(99);
  expect(map.get('name 95')).toBe(95);
  expect(map.get('name 50')).toBeUndefined();
  const held = Array.from({ length: 100 }, (_, i) => map.get(`name ${i}`)).filter(
    (value) => value !== undefined,
  );
  expect(held.length).toBeLessThanOrEqual(10);
});
