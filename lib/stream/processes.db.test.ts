import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { closeAsking } from '#lib/gates/ask';
import { freeDeadStreams } from '#lib/jobs/free-dead-streams';
import { revokeKey } from '#lib/keys/revoke';
import { ownerPool } from '#test/database';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';
import { frame, tone, utterance } from '#test/stream-audio';
import { handshakeCode, makeSession, openStream } from '#test/stream-client';
import { freshPath } from '#test/stream-token';

let gates: [GateProcess, GateProcess];
let spender: Spender;

beforeAll(async () => {
  const variables = { LOG_LEVEL: 'trace' };
  gates = [await startGateProcess({ variables }), await startGateProcess({ variables })];
  spender = await seedSpender(ownerPool(), 1_000, {
    requestsPerMinute: 1_000_000,
    concurrentSessions: 1_000,
  });
});
afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.end('SIGTERM')));
  await closeAsking();
});

const revoke = (keyId: string, reason: 'compromised' | 'unused') =>
  revokeKey(
    {
      organizationId: spender.organizationId,
      actor: { kind: 'operator', label: 'operator' },
      origin: { ip: '', userAgent: '', requestId: '' },
    },
    { keyId, reason },
  );
const openAt = async (gate: GateProcess, by: Spender, body: object = {}) => {
  const made = await makeSession(gate.port, by, body);
  return { ...made, stream: await openStream(gate.port, made.path) };
};

describe('revoking a key', () => {
  test('as compromised closes its streams on every gate within 2 s, and nobody else’s', async () => {
    const leaked = await seedSpenderIn(ownerPool(), spender.organizationId, 'live');
    const [first, second, own] = [
      await openAt(gates[0], leaked),
      await openAt(gates[1], leaked),
      await openAt(gates[1], spender),
    ];
    // A session that another key made, streamed by a token that the leaked one asked for.
    const handed = await makeSession(gates[0].port, spender);
    await ownerPool().query('UPDATE voice_sessions SET stream_key_id = $2 WHERE id = $1', [
      handed.id,
      leaked.keyId,
    ]);
    const third = await openStream(gates[0].port, handed.path);
    const begun = performance.now();
    await revoke(leaked.keyId, 'compromised');
    for (const stream of [first.stream, second.stream, third]) {
      expect(await stream.closed).toEqual({ code: 4001, reason: 'key_compromised' });
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
    own.stream.send({ type: 'ping' });
    await own.stream.next('pong');
    own.stream.socket.close();
  });

  test('for another reason kills its unused tokens at once, and leaves open streams open', async () => {
    const old = await seedSpenderIn(ownerPool(), spender.organizationId, 'live');
    const { stream } = await openAt(gates[0], old);
    const unused = await makeSession(gates[0].port, old);
    await revoke(old.keyId, 'unused');
    expect(await handshakeCode(gates[1].port, unused.path)).toBe('401 stream_token_invalid');
    await delay(2_000);
    stream.send({ type: 'ping' });
    await stream.next('pong');
    stream.socket.close();
  });
});

test('an open stream outlives its token', async () => {
  const { id, stream } = await openAt(gates[0], spender);
  await freshPath(id, '-1 hours');
  stream.send({ type: 'ping' });
  await stream.next('pong');
  stream.socket.close();
});

test('SIGTERM: last turns are stored and told, then 1001; exit 0, and another gate goes on', async () => {
  const gate = await startGateProcess();
  const { id, stream } = await openAt(gate, spender, { recording: { enabled: true } });
  for (const one of utterance({ voiceMs: 600, silenceMs: 100 })) stream.send(one);
  stream.send({ type: 'ping' });
  await stream.next('pong');
  const ended = gate.end('SIGTERM');
  expect(await stream.closed).toEqual({ code: 1001, reason: 'going_away' });
  expect(stream.messages).toContainEqual(
    expect.objectContaining({ type: 'transcript.final', sequence: 1 }),
  );
  expect(await ended).toBe(0);
  expect(await stateOf(id)).toEqual({
    status: 'active',
    gate: null,
    turns: 1,
    recordings: ['processing 5600'],
  });
  const second = await openStream(gates[0].port, await freshPath(id));
  for (const one of utterance({ voiceMs: 600, silenceMs: 700 })) second.send(one);
  expect(await second.next('transcript.final')).toMatchObject({ sequence: 2 });
  second.send({ type: 'session.end' });
  await second.closed;
  expect(await stateOf(id)).toEqual({
    status: 'ended',
    gate: null,
    turns: 2,
    recordings: ['ready 5600', 'ready 10400'],
  });
});

test('kill -9: another gate takes over in seconds, and the worker makes whole what was recorded', async () => {
  const gate = await startGateProcess();
  const [lost, taken] = [
    await openAt(gate, spender, { recording: { enabled: true } }),
    await openAt(gate, spender),
  ];
  for (let n = 0; n < 520; n++) {
    lost.stream.send(frame(n, tone(8_000)));
    if (n % 100 === 99) await delay(150);
  }
  await expect.poll(async () => (await stateOf(lost.id)).recordings).toEqual(['processing 64000']);
  await gate.end('SIGKILL');
  expect((await taken.stream.closed).code).toBe(1006);
  const path = await freshPath(taken.id);
  expect(await handshakeCode(gates[0].port, path)).toBe('409 session_already_streaming');
  const codeLater = () => handshakeCode(gates[0].port, path);
  await expect.poll(codeLater, { timeout: 9_000, interval: 500 }).toBe('open');

  const pool = createPool({ max: 1, name: 'test' });
  expect(await freeDeadStreams.run(pool)).toBe(0);
  await ownerPool().query(
    "UPDATE gate_instances SET heartbeat_at = heartbeat_at - interval '30 seconds' WHERE id = (SELECT stream_gate_id FROM voice_sessions WHERE id = $1)",
    [lost.id],
  );
  expect(await freeDeadStreams.run(pool)).toBe(1);
  expect(await freeDeadStreams.run(pool)).toBe(0);
  await pool.end();
  expect(await stateOf(lost.id)).toMatchObject({
    status: 'active',
    gate: null,
    recordings: ['ready 64000'],
  });
}, 45_000);

test('a token is in no line that a gate writes, nor in its records', async () => {
  const { token, id, stream } = await openAt(gates[0], spender);
  const path = `/v1/sessions/${id}/connect`;
  await handshakeCode(gates[0].port, `${path}?token=${token}`);
  await handshakeCode(gates[0].port, path, { protocols: ['voice.v1', token] });
  await handshakeCode(gates[0].port, `/v1/sessions/${token}/connect?token=${token}x`);
  await handshakeCode(gates[0].port, `/${token}`).catch(() => undefined);
  stream.send({ type: token });
  await stream.next('session.error');
  stream.socket.close();
  await delay(1_500);
  const { rows } = await ownerPool().query<{ dump: string; lines: number }>(
    `SELECT (SELECT string_agg(t::text, '') FROM records.requests t) || (SELECT string_agg(t::text, '') FROM records.unidentified t)
       || (SELECT string_agg(t::text, '') FROM voice_sessions t) AS dump,
       (SELECT count(*)::int FROM records.requests WHERE route LIKE '%/connect') AS lines`,
  );
  const secret = token.slice(9, -4);
  expect(rows[0]?.lines).toBeGreaterThanOrEqual(3);
  expect(rows[0]?.dump).not.toContain(secret);
  expect(gates[0].output()).not.toContain(secret);
});

async function stateOf(id: string) {
  const { rows } = await ownerPool().query(
    `SELECT status, stream_gate_id AS gate, (SELECT count(*)::int FROM voice_turns t WHERE t.session_id = v.id) AS turns,
       ARRAY(SELECT concat(r.status, ' ', r.sample_bytes) FROM recordings r WHERE r.session_id = v.id ORDER BY created_at) AS recordings
     FROM voice_sessions v WHERE id = $1`,
    [id],
  );
  return rows[0];
}
