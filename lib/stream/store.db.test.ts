import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { startProxiedGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { utterance } from '#test/stream-audio';
import { handshakeCode, makeSession, openStream } from '#test/stream-client';

let at: TestGate;
let proxy: Awaited<ReturnType<typeof startProxiedGate>>['proxy'];
let spender: Spender;

beforeAll(async () => {
  ({ at, proxy } = await startProxiedGate());
  spender = await seedSpender(ownerPool(), 100, { concurrentSessions: 100 });
});
afterAll(async () => {
  await at.gate.close();
  await proxy.close();
});

async function open() {
  const { id, path } = await makeSession(at.any, spender);
  return { ...(await openStream(at.any, path)), id };
}
const speak = (stream: Awaited<ReturnType<typeof open>>, first = 0) => {
  for (const frame of utterance({ voiceMs: 400, silenceMs: 700 }, first)) stream.send(frame);
};

test('what the database refuses closes its stream by 1011, and takes no other’s turns with it', async () => {
  const [bad, good] = [await open(), await open()];
  await ownerPool().query(
    "INSERT INTO voice_turns (session_id, sequence, speaker, text, offset_ms, duration_ms) VALUES ($1, 1, 'x', 'x', 0, 1)",
    [bad.id],
  );
  speak(bad);
  speak(good);
  expect(await good.next('transcript.final')).toMatchObject({ sequence: 1 });
  expect(await bad.next('session.error')).toMatchObject({ code: 'internal_error' });
  expect(await bad.closed).toEqual({ code: 1011, reason: 'internal_error' });
  good.socket.close();
});

test('a session that another gate holds by now takes nothing from this one', async () => {
  const [zombie, told] = [await open(), await open()];
  await ownerPool().query(
    "UPDATE voice_sessions SET stream_gate_id = 'another' WHERE id = ANY($1)",
    [[zombie.id, told.id]],
  );
  speak(zombie);
  expect(await zombie.closed).toEqual({ code: 1011, reason: 'internal_error' });
  await ownerPool().query("SELECT pg_notify('gate', 'session ' || $1)", [told.id]);
  expect(await told.closed).toEqual({ code: 4006, reason: 'superseded' });
  const { rows } = await ownerPool().query(
    'SELECT id, stream_gate_id, (SELECT count(*)::int FROM voice_turns t WHERE t.session_id = v.id) AS turns FROM voice_sessions v WHERE id = ANY($1)',
    [[zombie.id, told.id]],
  );
  for (const row of rows) expect(row).toMatchObject({ stream_gate_id: 'another', turns: 0 });
});

test('while the database is away streams go on, new ones are 503, and nothing said is lost', async () => {
  const [stream, session] = [await open(), await makeSession(at.any, spender)];
  proxy.cut();
  speak(stream);
  stream.send({ type: 'ping' });
  await stream.next('pong');
  expect(await handshakeCode(at.any, session.path)).toBe('503 service_unavailable');
  await delay(500);
  expect(stream.messages.some(({ type }) => type === 'transcript.final')).toBe(false);
  proxy.restore();
  expect(await stream.next('transcript.final')).toMatchObject({ sequence: 1 });
  stream.socket.close();
});
