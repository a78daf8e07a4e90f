import { describe, expect, test } from 'vitest';
import { normalizeBlock, shownBlock } from './allowlist.ts';
import { endOf, stateOf } from './view.ts';

const now = new Date('2026-06-01T12:00:00.000Z');
const day = 86_400_000;
const at = (offset: number | null) => (offset === null ? null : new Date(now.getTime() + offset));

describe('stateOf', () => {
  test.each([
    ['active', null, null, null],
    ['active', 30 * day + 1, null, null],
    ['expiring', 30 * day, null, null],
    ['expiring', 1, null, null],
    ['expired', 0, null, null],
    ['expired', -1, null, null],
    ['retiring', null, 1, null],
    ['retiring', 40 * day, 1, null],
    ['retiring', 1, 1, null],
    ['expired', null, 0, null],
    ['expired', 40 * day, -1, null],
    ['expired', -1, 40 * day, null],
    ['revoked', null, null, -1],
    ['revoked', -1, -1, -2],
  ] as const)('%s: expiry %s, retirement %s, revoked %s', (state, expires, retires, revoked) => {
    const row = { expiresAt: at(expires), retiresAt: at(retires), revokedAt: at(revoked) };
    expect(stateOf(row, now)).toBe(state);
  });
});

test('a key ends at the earlier of expiry and retirement', () => {
  const ends = (expires: number | null, retires: number | null) =>
    endOf({ expiresAt: at(expires), retiresAt: at(retires), revokedAt: null });
  expect(ends(null, null)).toBeNull();
  expect(ends(5, null)).toEqual(at(5));
  expect(ends(null, 6)).toEqual(at(6));
  expect(ends(5, 6)).toEqual(at(5));
  expect(ends(7, 6)).toEqual(at(6));
});

describe('an entry of the allowlist', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    [' 203.0.113.7 ', '203.0.113.7/32'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0::1', '2001:db8::1/128'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['::ffff:1.2.3.4', '1.2.3.4/32'],
    ['::ffff:1.2.3.4/120', '1.2.3.0/24'],
  ])('%j is stored as %s', (text, stored) => {
    expect(normalizeBlock(text)).toBe(stored);
  });

  test.each([
    '',
    'example.com',
    '256.1.1.1',
    '010.1.1.1',
    '1.2.3',
    '0x7f.1',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    '::1/129',
    'fe80::1%eth0',
    '1.2.3.4-1.2.3.9',
    '*',
  ])('%j is refused', (text) => {
    expect(normalizeBlock(text)).toBeNull();
  });

  test('is shown without a length when it is a single address', () => {
    expect(['1.2.3.4/32', '::1/128', '10.0.0.0/8', '2001:db8::/32'].map(shownBlock)).toEqual([
      '1.2.3.4',
      '::1',
      '10.0.0.0/8',
      '2001:db8::/32',
    ]);
  });
});
