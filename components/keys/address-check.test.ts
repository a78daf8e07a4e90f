import { expect, test } from 'vitest';
import { normalizeBlock } from '#lib/keys/allowlist';
import { wrongAddress } from './address-check.ts';

const entries = [
  '203.0.113.7',
  '203.0.113.0/24',
  '203.0.113.0/33',
  '0.0.0.0/0',
  '10.0.0.300',
  '10.0.0',
  '010.0.0.1',
  '0x7f.0.0.1',
  '2130706433',
  '::1',
  '::',
  '2001:db8::/32',
  '2001:db8::/129',
  '::ffff:10.0.0.1',
  '::ffff:10.0.0.0/104',
  'fe80::1%eth0',
  '2001:db8:::1',
  'example.com',
  '10.0.0.1/',
  '/24',
  '10.0.0.1/-1',
  '10.0.0.1/2.5',
];

test.each(entries)('%s is judged as the verb judges it', (entry) => {
  expect(wrongAddress([entry]) === undefined).toBe(normalizeBlock(entry) !== null);
});

test('the first wrong entry is named', () => {
  expect(wrongAddress([])).toBeUndefined();
  expect(wrongAddress(['10.0.0.1', '10.0.0.300', 'x'])).toBe(
    'Entry 2, 10.0.0.300, is no IPv4 or IPv6 address or block.',
  );
});
