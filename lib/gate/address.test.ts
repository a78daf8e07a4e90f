import { describe, expect, test } from 'vitest';
import { createOriginReader, inRanges, networkOf, parseRanges } from './address.ts';

describe('an allowlist', () => {
  test.each([
    [['203.0.113.0/24'], '203.0.113.255', true],
    [['203.0.113.0/24'], '203.0.114.0', false],
    [['203.0.113.7'], '203.0.113.7', true],
    [['203.0.113.7'], '203.0.113.8', false],
    [['203.0.113.7/32'], '::ffff:203.0.113.7', true],
    [['::ffff:203.0.113.0/120'], '203.0.113.9', true],
    [['2001:db8::/32'], '2001:db8:ffff::1', true],
    [['2001:db8::/32'], '2001:db9::1', false],
    [['2001:db8::1'], '2001:db8::1', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    [['::/0'], '203.0.113.7', false],
    [['not an address'], '203.0.113.7', false],
    [['0.0.0.0/33'], '203.0.113.7', false],
    [['010.0.0.0/8'], '8.0.0.1', false],
    [['203.0.113.0/24'], '', false],
    [['0.0.0.0/0'], 'unknown', false],
    [['0.0.0.0/0'], '1', false],
  ])('%j and %s: %s', (blocks, address, inside) => {
    expect(inRanges(parseRanges(blocks), address)).toBe(inside);
  });
});

describe('the caller behind proxies', () => {
  const direct = createOriginReader([]);
  const proxied = createOriginReader(['10.0.0.0/8', '::1']);

  test('no proxy is trusted unless it is named', () => {
    expect(direct('10.0.0.1', '203.0.113.7')).toBe('10.0.0.1');
    expect(proxied('192.0.2.1', '203.0.113.7')).toBe('192.0.2.1');
  });

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['203.0.113.7, 10.1.1.1', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['10.9.9.9, 10.1.1.1', '10.9.9.9'],
    ['203.0.113.7, nonsense, 10.1.1.1', '10.1.1.1'],
    ['', '10.0.0.1'],
    ['nonsense', '10.0.0.1'],
  ])('X-Forwarded-For "%s" means %s', (forwarded, caller) => {
    expect(proxied('::ffff:10.0.0.1', forwarded)).toBe(caller);
  });

  test('IPv4 mapped into IPv6 is written as IPv4', () => {
    expect(direct('::ffff:192.0.2.1', undefined)).toBe('192.0.2.1');
    expect(direct(undefined, undefined)).toBe('');
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['', ''],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
