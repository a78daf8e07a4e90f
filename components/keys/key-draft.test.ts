import { expect, test } from 'vitest';
import { permissions } from '#lib/keys/scopes';
import type { KeyView } from '#lib/keys/view';
import { addressesOf, daysOf, draftLike, listError, newDraft, settingsOf } from './key-draft.tsx';

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

test('a trimmed key begins with what the other one needed in 30 days, and with an end', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  const scope = (permission: string, lastUsedAt: string | null) => ({ permission, lastUsedAt });
  const key = {
    name: 'server',
    note: 'n',
    environment: 'live',
    ipAllowlist: ['192.0.2.0/24'],
    rateLimit: 30,
    permissions: ['sessions:read', 'sessions:write', 'webhooks:manage'],
    scopes: [
      scope('sessions:read', '2026-11-23T12:00:00Z'),
      scope('sessions:write', '2026-10-25T11:59:59Z'),
      scope('webhooks:manage', null),
    ],
  } as unknown as KeyView;
  expect(draftLike(key, permissions, now)).toMatchObject({
    name: 'server (new)',
    permissions: ['sessions:read'],
    addresses: '192.0.2.0/24',
    rateLimit: '30',
    expiry: '90',
  });
  const quiet = { ...key, scopes: key.scopes.map((one) => ({ ...one, lastUsedAt: null })) };
  expect(draftLike(quiet, permissions, now).permissions).toEqual(key.permissions);
  expect(draftLike(quiet, ['sessions:read'], now).permissions).toEqual(['sessions:read']);
});
