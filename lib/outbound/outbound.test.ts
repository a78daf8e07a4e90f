import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { startHookServer } from '#test/hook-server';
import { hintOf, isCallable, parseAddress } from './address.ts';
import { post } from './post.ts';

beforeEach(() => resetEnv());
afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
});

function allowLoopback(): void {
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  resetEnv();
}

/** Milliseconds for an answer, where none is awaited. */
const SOON = 200;
const OTHER_PORTS = [
  'https://93.184.216.34:22/x',
  'https://93.184.216.34:0/x',
  'https://hooks.slack.com:8443/services/x',
];

test('http leaves this machine in no case', () => {
  allowLoopback();
  expect(parseAddress('http://example.com/x')).toBeNull();
  expect(parseAddress('http://127.0.0.1:9/x')).not.toBeNull();
});

test('ports of WEBHOOK_PORTS can be saved, others not', async () => {
  vi.stubEnv('WEBHOOK_PORTS', '443, 8443');
  resetEnv();
  expect(await isCallable('https://93.184.216.34:8443/x')).toBe(true);
  expect(await isCallable('https://93.184.216.34/x')).toBe(true);
  expect(await isCallable('https://93.184.216.34:8444/x')).toBe(false);
});

test('where loopback is allowed other machines still have no other ports', async () => {
  allowLoopback();
  for (const address of OTHER_PORTS) expect(await isCallable(address)).toBe(false);
  expect(await isCallable('https://127.0.0.1:8443/x')).toBe(true);
});

test('public addresses can be saved', async () => {
  expect(await isCallable('https://93.184.216.34/x')).toBe(true);
  expect(await isCallable('https://[2606:2800:220:1:248:1893:25c8:1946]/x')).toBe(true);
  expect(await isCallable('https://hooks.slack.com/services/T/B/x')).toBe(true);
});

test('of an address only the host and its end are shown', () => {
  expect(hintOf(new URL('https://hooks.example.com:8443/services/T0/B0/abcdefgh1234'))).toBe(
    'hooks.example.com:8443/…1234',
  );
  expect(hintOf(new URL('https://hooks.example.com/abcd'))).toBe('hooks.example.com/…');
});

describe('where loopback is allowed', () => {
  test('an answer is told with its status, a redirect is not followed', async () => {
    allowLoopback();
    const hook = await startHookServer((response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('moved'),
    );
    expect(await post(hook.url, '{"a":1}', {})).toEqual({
      ok: true,
      answer: { status: 302, body: 'moved' },
    });
    expect(hook.bodies).toEqual(['{"a":1}']);
    await hook.close();
  });

  test('nobody listens, no HTTP is spoken, no answer comes: told alike, when the time is over', async () => {
    allowLoopback();
    const away = await startHookServer();
    await away.close();
    const silent = await startHookServer(() => undefined);
    const ending = await startHookServer((response) => response.destroy());
    const garbled = await startHookServer((response) => response.socket?.end('SSH-2.0-x\r\n'));
    const hooks = [away, silent, ending, garbled];
    const posts = hooks.map(async ({ url }) => {
      const start = performance.now();
      const posted = await post(url, '', {}, SOON);
      return { posted, took: performance.now() - start };
    });
    const all = await Promise.all(posts);
    const words = 'The address could not be reached: no answer came within 0.2 seconds.';
    for (const { posted, took } of all) {
      expect(posted).toMatchObject({ ok: false, why: words });
      expect(took).toBeGreaterThan(SOON - 5);
      expect(took).toBeLessThan(SOON * 4);
    }
    const details = all.map(({ posted }) => (posted.ok ? '' : posted.detail.split(':')[0]));
    expect(details).toEqual([
      'ECONNREFUSED',
      expect.any(String),
      'ECONNRESET',
      'HPE_INVALID_CONSTANT',
    ]);
    await Promise.all([silent, ending, garbled].map((hook) => hook.close()));
  });
});
