import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';

let at: TestGate;
let key: SeededKey;

beforeAll(async () => {
  at = await startTestGate();
  key = await seedKey(ownerPool(), await seedOrganization(ownerPool()));
});
afterAll(() => at.gate.close());

const lines = (...parts: string[]) => parts.join('\r\n');
const auth = () => `Authorization: Bearer ${key.text}`;

describe('who is refused without a word of HTTP', () => {
  const refused = [
    ['nonsense', 'hello\r\n\r\n'],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'],
  ] as const;

  test.each(refused)('%s: who does not hang up is hung up on', async (_, bytes) => {
    const socket = connect({ port: at.live, host: '127.0.0.1', allowHalfOpen: true });
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
      const socket = connect(at.live, '127.0.0.1').on('error', () => undefined);
      socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()));
      await once(socket, 'close');
    }
    const get = lines('GET /v1/me HTTP/1.1', 'Host: x', auth(), '', '');
    expect((await sendRaw(at.live, get)).statuses).toEqual([200]);
  });
});
