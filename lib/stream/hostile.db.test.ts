import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { handshakeCode, makeSession, openStream, RefusedHandshake } from '#test/stream-client';
import { FRAMES } from './limits.ts';

/** More look-ups than a network has in one go. */
const GUESSES = 400;

let at: TestGate;
let spender: Spender;

beforeAll(async () => {
  at = await startTestGate();
  const plenty = { requestsPerMinute: 1_000_000, concurrentSessions: 1_000 };
  spender = await seedSpender(ownerPool(), 100, plenty);
});
afterAll(() => at.gate.close());

test('calls that are sent together with a handshake are answered before it', async () => {
  const body = '{"mode":"ai_agent"}';
  const auth = `Authorization: Bearer ${spender.keyText}`;
  const post = [
    'POST /v1/sessions HTTP/1.1',
    ...['Host: x', auth, 'Content-Type: application/json', `Content-Length: ${body.length}`],
    ...['', body],
  ].join('\r\n');
  const get = ['GET /v1/me HTTP/1.1', 'Host: x', auth, '', ''].join('\r\n');
  const { path } = await makeSession(at.any, spender);
  const handshake = (to: string) =>
    [
      `GET ${to} HTTP/1.1`,
      ...['Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
      ...[`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, '', ''],
    ].join('\r\n');
  const wrong = handshake(path.replace(/token=.*/, 'token=kst_test_x'));
  expect((await sendRaw(at.any, post + get + wrong)).statuses).toEqual([201, 200, 401]);
  expect((await sendRaw(at.any, post + handshake(path))).statuses).toEqual([201, 101]);
});

test('pings beyond what a stream takes are a flood; as many as that are answered', async () => {
  const { path } = await makeSession(at.any, spender);
  const stream = await openStream(at.any, path);
  await stream.next('session.ready');
  let pongs = 0;
  stream.socket.on('pong', () => {
    pongs += 1;
  });
  for (let n = 0; n < FRAMES.burst / 2; n++) stream.socket.ping('x');
  while (pongs < FRAMES.burst / 2) await once(stream.socket, 'pong');
  for (let n = 0; n < FRAMES.burst; n++) stream.socket.ping();
  expect(await stream.closed).toEqual({ code: 4003, reason: 'flood' });
});

test('a good token is not called invalid when its network guesses at others: it may come again', async () => {
  const { id, path } = await makeSession(at.any, spender);
  const guess = () =>
    `/v1/sessions/${id}/connect?token=kst_live_${randomBytes(32).toString('base64url')}`;
  const codes = await Promise.all(
    Array.from({ length: GUESSES }, () => handshakeCode(at.any, guess())),
  );
  expect(new Set(codes)).toEqual(new Set(['401 stream_token_invalid', '429 rate_limit_exceeded']));
  const refused = await openStream(at.any, path).catch((error: unknown) => error);
  if (refused instanceof RefusedHandshake) {
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(await handshakeCode(at.any, path)).toBe('open');
  }
});
