import { expect, test } from 'vitest';
import { permissions } from '#lib/keys/scopes';
import { addressesOf, daysOf, listError, newDraft, settingsOf } from './key-draft.ts';

const draft = newDraft('live', permissions);

test('a live key is proposed to end after 90 days, a test key never', () => {
  expect(daysOf(draft)).toBe(90);
  expect(daysOf(newDraft('test', permissions))).toBeNull();
});

test.each([
  ['180', 180],
  ['', Number.NaN],
  ['soon', Number.NaN],
])('%j days are %d', (customDays, days) => {
  expect(daysOf({ ...draft, expiry: 'custom', customDays })).toBe(days);
});

test('an empty rate limit is none of its own, anything else is for the verb to judge', () => {
  expect(settingsOf(draft).rateLimit).toBeNull();
  expect(settingsOf({ ...draft, rateLimit: ' 60 ' }).rateLimit).toBe(60);
  expect(settingsOf({ ...draft, rateLimit: 'many' }).rateLimit).toBeNaN();
});

test('addresses are separated by lines, spaces or commas', () => {
  expect(addressesOf(' 10.0.0.1,\n10.0.0.0/8  2001:db8::/32\n')).toEqual([
    '10.0.0.1',
    '10.0.0.0/8',
    '2001:db8::/32',
  ]);
});

test('messages per entry become one that says which', () => {
  const fields = { 'ipAllowlist.1': 'Not an address.', ipAllowlist: 'Too many.', name: 'x' };
  expect(listError(fields, 'ipAllowlist')).toBe('Entry 2: Not an address. Too many.');
  expect(listError(fields, 'permissions')).toBeUndefined();
  expect(listError(undefined, 'permissions')).toBeUndefined();
});
