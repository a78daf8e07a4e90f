import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { resetEnv } from '#lib/env';
import { ownerPool } from '#test/database';
import { type EngineServer, startEngine } from '#test/engine-server';
import { callGate } from '#test/gate-call';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { frame, tone } from '#test/stream-audio';
import { makeSession, openStream, type StreamClient } from '#test/stream-client';
import { freshPath } from '#test/stream-token';

let engine: EngineServer;
let at: TestGate;
let spender: Spender;
/** What a test wants the engine to do. */
let answer: Parameters<typeof startEngine>[0] = () => undefined;

beforeAll(async () => {
  engine = await startEngine((message, socket) => answer(message, socket));
  process.env.SPEECH_ENGINE_URL = engine.url;
  resetEnv();
  at = await startTestGate();
  spender = await seedSpender(ownerPool(), 100, { concurrentSessions: 100 });
});
afterAll(async () => {
  await at.gate.close();
  await engine.stop();
});

const tell = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));
const final = (n: number, text = `turn ${n}`) => ({
  type: 'transcript.final',
  speaker: 'caller',
  language: 'de',
  text,
  translation: null,
  timestamp_ms: n * 20,
  duration_ms: 20,
});

async function open(): Promise<StreamClient & { readonly id: string }> {
  const made = await makeSession(at.any, spender);
  return { ...(await openStream(at.any, made.path)), id: made.id };
}

test('what the client says reaches the engine as it is, what the engine says is stored and told', async () => {
  answer = (message, socket) => {
    if (message.type === 'audio.input') {
      tell(socket, { type: 'transcript.partial', speaker: 'caller', text: 'tu' });
      tell(socket, final(message.sequence ?? 0));
    }
    if (message.type === 'session.end') {
      tell(socket, final(9, 'the last word'));
      socket.close();
    }
  };
  const stream = await open();
  expect(await stream.next('session.ready')).toMatchObject({ engine: 'external' });
  const shown = await callGate(at.any, `/v1/sessions/${stream.id}`, { key: spender.keyText });
  expect(JSON.parse(shown.text).engine).toBe('external');
  const sent = frame(5, tone(8_000));
  stream.send(sent);
  expect(await stream.next('transcript.partial')).toMatchObject({ text: 'tu', language: null });
  expect(await stream.next('transcript.final')).toMatchObject({ sequence: 1, text: 'turn 5' });
  expect(engine.heard).toContainEqual({
    type: 'session.start',
    session: {
      id: stream.id,
      environment: 'live',
      mode: 'ai_agent',
      source_language: 'de',
      target_language: 'en',
    },
  });
  expect(engine.heard).toContainEqual(sent);
  stream.send({ type: 'session.end' });
  expect(await stream.next('transcript.final')).toMatchObject({
    sequence: 2,
    text: 'the last word',
  });
  expect((await stream.closed).code).toBe(1000);
  const { rows } = await ownerPool().query(
    'SELECT sequence, text, offset_ms FROM voice_turns WHERE session_id = $1 ORDER BY 1',
    [stream.id],
  );
  expect(rows).toEqual([
    { sequence: 1, text: 'turn 5', offset_ms: 0 },
    { sequence: 2, text: 'the last word', offset_ms: 80 },
  ]);
});

test.each([
  ['dies', (socket: WebSocket) => socket.terminate()],
  ['leaves', (socket: WebSocket) => socket.close()],
  ['says that it failed', (socket: WebSocket) => tell(socket, { type: 'session.error' })],
  ['talks nonsense', (socket: WebSocket) => socket.send('{"type":"transcript.final"}')],
  ['sends bytes', (socket: WebSocket) => socket.send(Buffer.alloc(8))],
  ['sends too much at once', (socket: WebSocket) => socket.send('x'.repeat(70_000))],
])('an engine that %s: the client is told and closed, its session goes on', async (_, act) => {
  answer = (message, socket) => message.type === 'audio.input' && act(socket);
  const stream = await open();
  await stream.next('session.ready');
  stream.send(frame(0, tone(0)));
  expect(await stream.next('session.error')).toMatchObject({ code: 'engine_unavailable' });
  expect(await stream.closed).toEqual({ code: 1013, reason: 'engine_unavailable' });
  const { rows } = await ownerPool().query('SELECT status FROM voice_sessions WHERE id = $1', [
    stream.id,
  ]);
  expect(rows).toEqual([{ status: 'active' }]);
});

test('an engine that ends late does not hold its client for ever', async () => {
  answer = () => undefined;
  const stream = await open();
  await stream.next('session.ready');
  const begun = performance.now();
  stream.send({ type: 'session.end' });
  expect((await stream.closed).code).toBe(1000);
  expect(performance.now() - begun).toBeLessThan(4_000);
});

test('a client that does not read holds the engine up, loses nothing, and is cut off in the end', async () => {
  const turns = 2_500;
  answer = (message, socket) => {
    if (message.type !== 'audio.input') return;
    for (let n = 0; n < turns; n++) tell(socket, final(n, 'x'.repeat(8_000)));
  };
  const patient = await open();
  await patient.next('session.ready');
  patient.socket.pause();
  patient.send(frame(0, tone(0)));
  const last = engine.sockets.at(-1);
  await delay(1_500);
  // Two sides' buffers are full, and nothing more is taken.
  const held = last?.bufferedAmount ?? 0;
  expect(held).toBeGreaterThan(1_000_000);
  await delay(500);
  expect(last?.bufferedAmount).toBe(held);
  patient.socket.resume();
  await expect
    .poll(() => patient.messages.filter(({ type }) => type === 'transcript.final').length, {
      timeout: 10_000,
    })
    .toBe(turns);
  const numbers = patient.messages.flatMap(({ sequence }) => sequence ?? []);
  expect(numbers).toEqual(Array.from({ length: turns }, (_, n) => n + 1));
  patient.socket.close();

  // The engine gets its time for last words.
  await expect.poll(() => at.gate.figures.streams(), { timeout: 5_000 }).toBe(0);
  const deaf = await openStream(at.any, await freshPath(patient.id));
  await deaf.next('session.ready');
  deaf.socket.pause();
  deaf.send(frame(0, tone(0)));
  await expect.poll(() => at.gate.figures.streams(), { timeout: 16_000, interval: 200 }).toBe(0);
}, 45_000);

test('without its engine a stream is told so, and can be opened later', async () => {
  await engine.stop();
  const stream = await open();
  expect(await stream.closed).toEqual({ code: 1013, reason: 'engine_unavailable' });
  expect(stream.messages).toMatchObject([{ type: 'session.error', code: 'engine_unavailable' }]);
  await expect
    .poll(async () => {
      const { rows } = await ownerPool().query(
        'SELECT stream_gate_id FROM voice_sessions WHERE id = $1',
        [stream.id],
      );
      return rows[0]?.stream_gate_id;
    })
    .toBe(null);
});
