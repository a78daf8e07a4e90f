import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import { startLooseStreams } from '#test/loose-stream';
import { closeCode, closeReasons } from './close-codes.ts';

let loose: Awaited<ReturnType<typeof startLooseStreams>>;
beforeAll(async () => {
  loose = await startLooseStreams();
});
afterAll(() => loose.stop());
const open = () => loose.open();

test('sixty seconds of silence close a stream; any message begins them anew', async () => {
  const { client, connection, stored } = await open();
  connection.tick(clock.elapsed() + 59_500);
  client.send({ type: 'ping' });
  await client.next('pong');
  connection.tick(clock.elapsed() + 59_900);
  client.socket.ping();
  await once(client.socket, 'pong');
  expect(client.socket.readyState).toBe(1);
  connection.tick(clock.elapsed() + 60_001);
  expect(await client.next('session.error')).toMatchObject({ code: 'silence' });
  expect(await client.closed).toEqual({ code: 4004, reason: 'silence' });
  await connection.over;
  expect(stored).toEqual([{ sessionId: 'sess_1', release: { sessionId: 'sess_1', ends: false } }]);
});

test('a stream ends once, for the first reason', async () => {
  const { client, connection, stored } = await open();
  connection.finish('key_compromised');
  connection.finish('session_ended');
  connection.finish('going_away');
  expect((await client.closed).code).toBe(4001);
  await connection.over;
  expect(stored).toHaveLength(1);
});

test('close codes are different ones, of the ranges that RFC 6455 gives to servers and applications', () => {
  const codes = closeReasons.map((reason) => closeCode(reason).code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) {
    expect([1000, 1001, 1003, 1011, 1013].includes(code) || (code >= 4000 && code < 5000)).toBe(
      true,
    );
  }
});
