import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { clock } from '#lib/clock';
import { openStream } from '#test/stream-client';
import { closeCode, closeReasons } from './close-codes.ts';
import { Connection } from './connection.ts';
import { openSandbox } from './engines/sandbox.ts';
import type { StreamedSession } from './session.ts';
import type { Entry } from './store.ts';

const session: StreamedSession = {
  id: 'sess_1',
  organizationId: 'org_1',
  environment: 'test',
  mode: 'ai_agent',
  sourceLanguage: null,
  targetLanguage: null,
  recordingEnabled: true,
  keyId: 'key_1',
  startedAt: 0,
  claimedAt: 0,
  lastSequence: 0,
};

let server: WebSocketServer;
beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** A stream without a gate: what it would store is in `stored`. */
async function open() {
  const stored: Entry[] = [];
  const made = once(server, 'connection');
  const client = await openStream((server.address() as AddressInfo).port, '/');
  const [socket] = await made;
  const connection = new Connection(socket, session, {
    engineName: 'sandbox',
    openEngine: openSandbox,
    store: { add: (entry) => Promise.resolve(stored.push(entry) > 0) },
  });
  await client.next('session.ready');
  return { client, connection, stored };
}

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
    expect(
      [1000, 1001, 1003, 1009, 1011, 1013].includes(code) || (code >= 4000 && code < 5000),
    ).toBe(true);
  }
});
