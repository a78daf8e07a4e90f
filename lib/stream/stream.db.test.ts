import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { frame, tone, utterance } from '#test/stream-audio';
import { makeSession, openStream, type StreamClient } from '#test/stream-client';
import { freshPath } from '#test/stream-token';

let one: TestGate;
let other: TestGate;
let spender: Spender;

beforeAll(async () => {
  [one, other] = [await startTestGate(), await startTestGate()];
  spender = await seedSpender(ownerPool(), 1_000, {
    requestsPerMinute: 1_000_000,
    concurrentSessions: 1_000,
  });
});
afterAll(() => Promise.all([one.gate.close(), other.gate.close()]));

async function open(body: object = {}): Promise<StreamClient & { readonly id: string }> {
  const made = await makeSession(one.any, spender, body);
  return { ...(await openStream(one.any, made.path)), id: made.id };
}

const say = (client: StreamClient, frames: readonly object[]) => {
  for (const one of frames) client.send(one);
};
const turnsOf = async (id: string) =>
  (
    await ownerPool().query(
      'SELECT sequence, speaker, language, text, translation, offset_ms, duration_ms FROM voice_turns WHERE session_id = $1 ORDER BY 1',
      [id],
    )
  ).rows;
const recordingsOf = async (id: string) =>
  (
    await ownerPool().query<{ status: string; sample_bytes: number; samples: Buffer | null }>(
      `SELECT status, sample_bytes, (SELECT string_agg(c.samples, NULL ORDER BY c.number) FROM recording_chunks c
         WHERE c.recording_id = r.id) AS samples FROM recordings r WHERE session_id = $1 ORDER BY created_at`,
      [id],
    )
  ).rows;
const rowOf = async (id: string) =>
  (
    await ownerPool().query(
      'SELECT status, stream_gate_id, started_at, ended_at FROM voice_sessions WHERE id = $1',
      [id],
    )
  ).rows[0];
const end = (port: number, id: string) =>
  callGate(port, `/v1/sessions/${id}/end`, { key: spender.keyText, method: 'POST' });

describe('a conversation', () => {
  test('is answered by the sandbox: partial and final turns, stored before they are told', async () => {
    const stream = await open();
    expect(await stream.next('session.ready')).toEqual({
      type: 'session.ready',
      session_id: stream.id,
      engine: 'sandbox',
      source_language: 'de',
      target_language: 'en',
      recording: { enabled: false },
    });
    expect(await rowOf(stream.id)).toMatchObject({ status: 'active', stream_gate_id: one.gate.id });
    say(stream, utterance({ voiceMs: 1_200, silenceMs: 700 }));
    expect(await stream.next('transcript.partial')).toMatchObject({
      sequence: 1,
      speaker: 'caller',
    });
    const told = await stream.next('transcript.final');
    const [stored] = await turnsOf(stream.id);
    expect(told).toEqual({ type: 'transcript.final', ...stored });
    expect(told).toMatchObject({
      sequence: 1,
      language: 'de',
      offset_ms: 0,
      duration_ms: 1_200,
      text: expect.stringMatching(/\w/),
      translation: expect.stringMatching(/\w/),
    });
    stream.send({ type: 'ping' });
    await stream.next('pong');
    say(stream, utterance({ voiceMs: 400, silenceMs: 0 }, 200));
    stream.send({ type: 'session.end' });
    // What was under way is a turn too.
    expect(await stream.next('transcript.final')).toMatchObject({ sequence: 2, offset_ms: 4_000 });
    expect(await stream.next('session.ended')).toMatchObject({ ended_by: 'client' });
    expect(await stream.closed).toEqual({ code: 1000, reason: 'session_ended' });
    expect(await rowOf(stream.id)).toMatchObject({
      status: 'ended',
      stream_gate_id: null,
      ended_at: expect.any(Date),
    });
  });

  test('is the same for the same audio, and another one for other audio', async () => {
    const texts = async (voiceMs: number, loudness: number) => {
      const stream = await open();
      say(stream, utterance({ voiceMs, silenceMs: 700, loudness }));
      const { text, translation } = await stream.next('transcript.final');
      stream.socket.close();
      return `${text} ${translation}`;
    };
    const first = await texts(1_000, 8_000);
    expect(await texts(1_000, 8_000)).toBe(first);
    expect(await texts(1_000, 20_000)).not.toBe(first);
    expect(await texts(2_600, 8_000)).not.toBe(first);
  });

  test('goes on over connections: turns in order, without gaps, counted from the session’s start', async () => {
    const stream = await open();
    say(stream, utterance({ voiceMs: 600, silenceMs: 700 }));
    await stream.next('transcript.final');
    stream.socket.close();
    await expect.poll(async () => (await rowOf(stream.id)).stream_gate_id).toBe(null);
    expect((await rowOf(stream.id)).status).toBe('active');
    await delay(50);
    const second = await openStream(other.any, await freshPath(stream.id));
    say(second, utterance({ voiceMs: 600, silenceMs: 700 }, 5_000));
    expect(await second.next('transcript.final')).toMatchObject({ sequence: 2 });
    second.socket.close();
    const turns = await turnsOf(stream.id);
    expect(turns.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(turns[1].offset_ms).toBeGreaterThan(50);
    expect(turns[1].offset_ms).toBeLessThan(20_000);
  });

  test('ends from anywhere: by the API of another gate, told and closed', async () => {
    const stream = await open({ recording: { enabled: true } });
    say(stream, utterance({ voiceMs: 800, silenceMs: 100 }));
    stream.send({ type: 'ping' });
    await stream.next('pong');
    expect((await end(other.any, stream.id)).status).toBe(200);
    expect(await stream.next('transcript.final')).toMatchObject({ sequence: 1 });
    expect(await stream.next('session.ended')).toMatchObject({ ended_by: 'elsewhere' });
    expect((await stream.closed).code).toBe(1000);
    expect(await turnsOf(stream.id)).toHaveLength(1);
    expect(await recordingsOf(stream.id)).toMatchObject([{ status: 'ready', sample_bytes: 7_200 }]);
  });
});

describe('a recording', () => {
  test('is whole: two voices mixed by the client’s clock, ready when the session ends', async () => {
    const stream = await open({ recording: { enabled: true } });
    const loud = tone(8_000);
    for (let n = 0; n < 700; n++) {
      stream.send(frame(n, loud, 'caller'));
      if (n % 50 === 49) {
        stream.send({ type: 'ping' });
        await stream.next('pong');
      }
      if (n % 2 === 0 && n < 100) stream.send(frame(n, loud, 'agent'));
      if (n % 100 === 99) await delay(200);
    }
    stream.send({ type: 'ping' });
    await stream.next('pong');
    await expect.poll(async () => (await recordingsOf(stream.id))[0]?.sample_bytes).toBe(64_000);
    expect((await recordingsOf(stream.id))[0]?.status).toBe('processing');
    stream.send({ type: 'session.end' });
    await stream.closed;
    const [recording] = await recordingsOf(stream.id);
    expect(recording).toMatchObject({ status: 'ready', sample_bytes: 700 * 160 });
    expect(recording?.samples?.length).toBe(700 * 160);
    // The second voice doubles the first where both speak, and leaves it alone where not.
    expect(recording?.samples?.subarray(160, 320)).toEqual(loud);
    expect(recording?.samples?.subarray(0, 160)).not.toEqual(loud);
  });

  test('of a connection that ended waits for the session, and idle end settles it', async () => {
    const stream = await open({ recording: { enabled: true } });
    stream.send(frame(0, tone(8_000)));
    stream.send({ type: 'ping' });
    await stream.next('pong');
    stream.socket.close();
    await expect.poll(async () => (await rowOf(stream.id)).stream_gate_id).toBe(null);
    expect(await recordingsOf(stream.id)).toMatchObject([
      { status: 'processing', sample_bytes: 160 },
    ]);
    await ownerPool().query(
      "UPDATE voice_sessions SET status = 'ended', ended_at = now() WHERE id = $1",
      [stream.id],
    );
    expect(await recordingsOf(stream.id)).toMatchObject([{ status: 'ready' }]);
  });

  test('does not grow by a wrong clock', async () => {
    const stream = await open({ recording: { enabled: true } });
    stream.send(frame(0, tone(8_000)));
    for (let n = 1; n <= 20; n++) stream.send(frame(n * 1_000_000_000, tone(8_000)));
    stream.send({ type: 'session.end' });
    await stream.closed;
    const [recording] = await recordingsOf(stream.id);
    expect(recording?.status).toBe('ready');
    expect(recording?.sample_bytes).toBeLessThan(20 * 8_000);
  });
});

describe('a client that does not keep to the rules', () => {
  test.each([
    [
      'a flood',
      { code: 4003, reason: 'flood' },
      (s: StreamClient) => {
        for (let n = 0; n < 1_500; n++) s.send({ type: 'ping' });
      },
    ],
    [
      'many bytes',
      { code: 4003, reason: 'flood' },
      (s: StreamClient) => {
        for (let n = 0; n < 20; n++) s.send(frame(n, Buffer.alloc(45_000)));
      },
    ],
    [
      'a frame over 64 KiB',
      { code: 1009, reason: '' },
      (s: StreamClient) => s.send(' '.repeat(65_537)),
    ],
    [
      'bytes instead of text',
      { code: 1003, reason: 'unsupported_data' },
      (s: StreamClient) => s.socket.send(Buffer.from('{"type":"ping"}')),
    ],
    [
      'nonsense again and again',
      { code: 4002, reason: 'malformed_messages' },
      (s: StreamClient) => {
        for (let n = 0; n < 12; n++) s.send('{');
      },
    ],
  ])('%s is closed by its own code, and the session is free again', async (_, closing, act) => {
    const stream = await open();
    await stream.next('session.ready');
    act(stream);
    expect(await stream.closed).toEqual(closing);
    await expect.poll(async () => (await rowOf(stream.id)).stream_gate_id).toBe(null);
  });

  test('a frame of 64 KiB passes; a message that is wrong is answered, with its place', async () => {
    const stream = await open();
    stream.send(`{"type":"ping"}${' '.repeat(65_536 - 15)}`);
    await stream.next('pong');
    const wrong = { ...frame(0, tone(0)), audio: { encoding: 'opus' } };
    stream.send(wrong);
    expect(await stream.next('session.error')).toEqual({
      type: 'session.error',
      code: 'malformed_message',
      message: 'The message is wrong at audio.encoding.',
    });
    for (let n = 0; n < 9; n++) stream.send(frame(n, tone(0), `speaker ${n}`));
    expect(await stream.next('session.error')).toMatchObject({ code: 'too_many_speakers' });
    stream.socket.close();
  });

  test('whatever is sent, the gate answers the next one', async () => {
    const json = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc
        .record({ type: fc.constantFrom('audio.input', 'ping', 'session.end?', '__proto__') })
        .map((value) => JSON.stringify(value)),
      fc
        .tuple(
          fc.constantFrom('sequence', 'speaker', 'audio', 'timestamp_ms', 'extra'),
          fc.jsonValue(),
        )
        .map(([name, value]) => JSON.stringify({ ...frame(0, tone(0)), [name]: value })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 9 }), async (messages) => {
        const stream = await open();
        for (const message of messages) stream.send(message);
        stream.send({ type: 'ping' });
        await stream.next('pong');
        stream.socket.terminate();
      }),
      { numRuns: 60 },
    );
    expect((await open()).socket.readyState).toBe(1);
  });
});
