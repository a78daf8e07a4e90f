import { describe, expect, test } from 'vitest';
import { localAddress, parseGateListen, portFor } from './listen.ts';

const parsed = (text: string) => {
  const listeners = parseGateListen(text);
  if (typeof listeners === 'string') throw new Error(listeners);
  return listeners;
};

describe('parseGateListen', () => {
  test('takes ports, hosts and environments', () => {
    expect(parsed('4000:live, 127.0.0.1:4001:test,[::1]:4002:any')).toEqual([
      { host: undefined, port: 4000, environment: 'live' },
      { host: '127.0.0.1', port: 4001, environment: 'test' },
      { host: '::1', port: 4002, environment: 'any' },
    ]);
  });

  test.each([
    ['', '"" is not PORT:live, PORT:test or PORT:any (a host may stand before it)'],
    ['4000', '"4000" is not PORT:live, PORT:test or PORT:any (a host may stand before it)'],
    [
      '4000:prod',
      '"4000:prod" is not PORT:live, PORT:test or PORT:any (a host may stand before it)',
    ],
    ['70000:live', '70000 is not a port number'],
    ['0:live', '0 is not a port number'],
    ['4000:live,4000:test', 'port 4000 is named twice'],
    ['4000:live,127.0.0.1:4000:test', 'port 4000 is named twice'],
  ])('refuses %j', (text, problem) => {
    expect(parseGateListen(text)).toBe(problem);
  });
});

test('portFor prefers the listener of the environment itself', () => {
  const listeners = parsed('4002:any,4001:test');
  expect([portFor(listeners, 'live'), portFor(listeners, 'test')]).toEqual([4002, 4001]);
  expect(portFor(parsed('4001:test'), 'live')).toBeUndefined();
});

test.each([
  [undefined, '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['::', '127.0.0.1'],
  ['::1', '[::1]'],
  ['10.1.2.3', '10.1.2.3'],
])('localAddress of %s is %s', (host, address) => {
  expect(localAddress(host)).toBe(address);
});
