import { describe, expect, test } from 'vitest';
import { callerAddress } from './caller.ts';
import { isForeign, isSameOrigin } from './origin.ts';

const portal = 'https://portal.example.com';

describe('isSameOrigin', () => {
  test.each([
    [true, { origin: portal }],
    [true, { origin: portal, 'sec-fetch-site': 'same-origin' }],
    [true, { origin: portal, host: 'evil.example', 'x-forwarded-host': 'evil.example' }],
    [false, {}],
    [false, { 'sec-fetch-site': 'same-origin' }],
    [false, { origin: 'null' }],
    [false, { origin: '' }],
    [false, { origin: 'https://evil.example' }],
    [false, { origin: 'http://portal.example.com' }],
    [false, { origin: `${portal}:8443` }],
    [false, { origin: `${portal}.evil.example` }],
    [false, { origin: `${portal}/` }],
    [false, { origin: 'https://evil.example', host: 'evil.example' }],
    [false, { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
    [false, { origin: portal, 'sec-fetch-site': 'cross-site' }],
    [false, { origin: portal, 'sec-fetch-site': 'same-site' }],
    [false, { origin: portal, 'sec-fetch-site': 'none' }],
    [false, { origin: portal, 'sec-fetch-site': '' }],
  ])('is %s for %j', (expected, headers) => {
    expect(isSameOrigin(new Headers(headers), portal)).toBe(expected);
  });
});

describe('isForeign', () => {
  const host = '192.0.2.1:3000';

  test.each([
    [false, { origin: portal }],
    [false, { origin: portal, host: 'inner:3000' }],
    // Another name of this portal: the form says at which address it works.
    [false, { origin: `http://${host}`, host }],
    [false, { origin: `https://${host}`, host, 'sec-fetch-site': 'same-origin' }],
    [true, { host }],
    [true, { origin: 'null', host }],
    [true, { origin: 'https://evil.example', host }],
    [true, { origin: 'http://192.0.2.1:3001', host }],
    [true, { origin: `http://${host}/`, host }],
    [true, { origin: 'https://evil.example', host, 'x-forwarded-host': 'evil.example' }],
    [true, { origin: `http://${host}`, host, 'sec-fetch-site': 'cross-site' }],
    [true, { origin: portal, host, 'sec-fetch-site': 'cross-site' }],
    [true, { origin: 'http://' }],
  ])('is %s for %j', (expected, headers) => {
    expect(isForeign(new Headers(headers), portal)).toBe(expected);
  });
});

describe('callerAddress', () => {
  const proxies = ['10.0.0.0/8', '192.0.2.1', 'fd00::/8'];

  test.each([
    // Nobody is believed who is not a proxy of ours.
    ['198.51.100.7', '203.0.113.5', [], '198.51.100.7'],
    ['198.51.100.7', '203.0.113.5', proxies, '198.51.100.7'],
    ['10.0.0.1', '203.0.113.5', proxies, '203.0.113.5'],
    ['192.0.2.1', '203.0.113.5', proxies, '203.0.113.5'],
    ['192.0.2.2', '203.0.113.5', proxies, '192.0.2.2'],
    ['fd00::1', '203.0.113.5', proxies, '203.0.113.5'],
    // From the right: what stands further left is the client's own claim.
    ['10.0.0.1', '1.1.1.1, 203.0.113.5', proxies, '203.0.113.5'],
    ['10.0.0.1', '1.1.1.1, 203.0.113.5, 10.9.9.9', proxies, '203.0.113.5'],
    ['10.0.0.1', '10.2.2.2, 10.9.9.9', proxies, '10.2.2.2'],
    ['10.0.0.1', '', proxies, '10.0.0.1'],
    ['10.0.0.1', 'junk', proxies, '10.0.0.1'],
    ['10.0.0.1', '203.0.113.5, junk', proxies, '10.0.0.1'],
    ['::ffff:198.51.100.7', '', [], '198.51.100.7'],
    ['::ffff:10.0.0.1', '2001:DB8::1', proxies, '2001:db8::1'],
    ['', '203.0.113.5', proxies, ''],
    ['junk', '203.0.113.5', proxies, ''],
  ])('peer %j, forwarded for %j, proxies %j → %j', (peer, forwarded, trusted, address) => {
    expect(callerAddress(peer, forwarded, trusted)).toBe(address);
  });
});
