import { expect, test } from 'vitest';
import { permissions } from '#lib/keys/scopes';
import { count, duration, permissionsInShort, preciseUtc } from './key-texts.ts';

test.each([
  [[...permissions], 'Full access'],
  [['sessions:read', 'sessions:write'] as const, 'Sessions only'],
  [['webhooks:manage'] as const, '1 of 6'],
  [[], 'None'],
])('%j in short', (granted, text) => {
  expect(permissionsInShort(granted)).toBe(text);
});

test.each([
  [0, 'no time'],
  [59.6, '1 minute'],
  [3_600, '1 hour'],
  [93_784, '1 day 2 hours'],
])('%d seconds as a span', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('counts and precise times', () => {
  expect(count(1, 'call')).toBe('1 call');
  expect(count(1204, 'call')).toBe('1,204 calls');
  expect(preciseUtc('2026-11-24T13:00:01.24+01:00')).toBe('12:00:01.240 UTC');
});
