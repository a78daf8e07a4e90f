import { expect, test } from 'vitest';
import { oldKeyEnd, overlapHint, overlapSeconds } from './overlap.ts';

test('a custom overlap is given in hours', () => {
  expect(overlapSeconds('86400', 'ignored')).toBe(86_400);
  expect(overlapSeconds('custom', '1.5')).toBe(5_400);
  expect(overlapSeconds('custom', '')).toBeNaN();
});

test('an overlap never goes past the old key’s own expiry', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  expect(oldKeyEnd(now, 3_600, null)).toBe(now + 3_600_000);
  expect(oldKeyEnd(now, 3_600, '2026-11-24T12:30:00Z')).toBe(now + 1_800_000);
});

test.each([
  [Number.NaN, 'A number of hours, up to 720.'],
  [721 * 3_600, 'From 0 to 720 hours, which is 30 days.'],
  [50 * 3_600, 'That is 2 days 2 hours.'],
])('%d seconds are explained', (seconds, hint) => {
  expect(overlapHint(seconds)).toBe(hint);
});
