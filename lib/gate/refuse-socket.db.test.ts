import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { keyedGate, lines } from '#test/keyed-gate';
import { sendRaw } from '#test/raw-socket';

const on = keyedGate();

describe('who is refused without a word of HTTP', () => {
  const refused = [
    ['nonsense', 'hello\r\n\r\n'],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'],
  ] as const;

  test.each(refused)('%s: who does not hang up is hung up on', async (_, bytes) => {
    const socket = connect({ port: on.at.live, host: '127.0.0.1', allowHalfOpen: true });
    const { promise: gone, resolve } = Promise.withResolvers<true>();
    socket.on('error', () => undefined).on('close', () => resolve(true));
    socket.resume();
    socket.write(bytes);
    await once(socket, 'end');
    // Only who writes learns that nobody is there any more.
    const drip = setInterval(() => socket.write('a'), 500);
    const isGone = await Promise.race([gone, sleep(5_000, false)]);
    clearInterval(drip);
    socket.destroy();
    expect(isGone).toBe(true);
  });

  test.each(refused)('%s: who resets the connection does not end the gate', async (_, bytes) => {
    for (let i = 0; i < 20; i++) {
      const socket = connect(on.at.live, '127.0.0.1').on('error', () => undefined);
      socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()));
      await once(socket, 'close');
    }
    const get = lines('GET /v1/me HTTP/1.1', 'Host: x', on.auth(), '', '');
    expect((await sendRaw(on.at.live, get)).statuses).toEqual([200]);
  });
});
