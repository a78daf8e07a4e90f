import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resetEnv } from '#lib/env';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';
import { handshakeCode, makeSession, openStream, RefusedHandshake } from '#test/stream-client';
import { freshPath } from '#test/stream-token';

const SOCKETS = 50;

let one: TestGate;
let other: TestGate;
let spender: Spender;

beforeAll(async () => {
  process.env.STREAM_ORIGINS = 'https://app.example.com';
  resetEnv();
  [one, other] = [await startTestGate(), await startTestGate()];
  spender = await seedSpender(ownerPool(), 1_000, {
    requestsPerMinute: 1_000_000,
    concurrentSessions: 1_000,
  });
});
afterAll(() => Promise.all([one.gate.close(), other.gate.close()]));

const set = (id: string, change: string) =>
  ownerPool().query(`UPDATE voice_sessions SET ${change} WHERE id = $1`, [id]);
const session = () => makeSession(one.any, spender);

describe('a token', () => {
  test('raced by 50 sockets over two gates opens one connection', async () => {
    const { path } = await session();
    const ports = [one.any, other.any];
    const codes = await Promise.all(
      Array.from({ length: SOCKETS }, (_, n) => handshakeCode(ports[n % 2] ?? 0, path)),
    );
    expect(codes.filter((code) => code === 'open')).toHaveLength(1);
    expect(codes.filter((code) => code === '401 stream_token_used')).toHaveLength(SOCKETS - 1);
  });

  test('opens until five minutes have passed by the database’s clock, and not a moment longer', async () => {
    const [early, late] = [await session(), await session()];
    const { rows } = await ownerPool().query<{ seconds: number }>(
      `SELECT extract(epoch FROM stream_expires_at - created_at)::float8 AS seconds FROM voice_sessions WHERE id = $1`,
      [early.id],
    );
    expect(rows[0]?.seconds).toBe(300);
    // The clock cannot be turned, so the end comes closer: the token is derived anew from it.
    const near = await freshPath(early.id, '2 seconds');
    const over = await freshPath(late.id, '-1 milliseconds');
    expect(await handshakeCode(one.any, near)).toBe('open');
    expect(await handshakeCode(one.any, over)).toBe('401 stream_token_expired');
  });

  test('of a session that moved on, of another session, or of nobody is invalid', async () => {
    const [mine, another] = [await session(), await session()];
    await set(another.id, "stream_expires_at = stream_expires_at + interval '1 second'");
    const connect = (id: string, token: string) =>
      handshakeCode(one.any, `/v1/sessions/${id}/connect?token=${token}`);
    const wrong = [
      connect(another.id, another.token),
      connect(mine.id, another.token),
      connect('sess_00000000000000000000000000', mine.token),
      connect('nothing', mine.token),
      connect(mine.id, `${mine.token.slice(0, -1)}${mine.token.endsWith('A') ? 'B' : 'A'}`),
      connect(mine.id, mine.token.replace('live', 'test')),
      connect(mine.id, `${mine.token}&token=${another.token}`),
      connect(mine.id, spender.keyText),
      handshakeCode(one.any, `/v1/sessions/${mine.id}/connect`),
    ];
    for (const code of await Promise.all(wrong)) expect(code).toBe('401 stream_token_invalid');
    expect(await handshakeCode(one.any, mine.path)).toBe('open');
  });

  test('is taken from the subprotocol, and answered by the other name', async () => {
    const { id, token } = await session();
    const path = `/v1/sessions/${id}/connect`;
    expect(await handshakeCode(one.any, path, { protocols: [token] })).toBe(
      '400 malformed_request',
    );
    const { socket } = await openStream(one.any, path, { protocols: ['voice.v1', token] });
    expect(socket.protocol).toBe('voice.v1');
    socket.terminate();
  });

  test('works on its own environment’s listener, and the refusal names it', async () => {
    const { path } = await session();
    const refused = await openStream(one.test, path).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RefusedHandshake);
    expect(String(refused)).toContain('ws://localhost:4000');
    expect(await handshakeCode(one.live, path)).toBe('open');
  });

  test('dies with its key: revoked or expired, whoever made the session', async () => {
    const { organizationId } = spender;
    const made = await seedSpenderIn(ownerPool(), organizationId, 'live');
    const asked = await seedSpenderIn(ownerPool(), organizationId, 'live');
    const [plain, expired, handed] = [
      await makeSession(one.any, made),
      await makeSession(one.any, asked),
      await session(),
    ];
    await set(handed.id, `stream_key_id = '${made.keyId}'`);
    const change = (keyId: string, what: string) =>
      ownerPool().query(`UPDATE api_keys SET ${what} WHERE id = $1`, [keyId]);
    await change(made.keyId, "revoked_at = now(), revoke_reason = 'unused'");
    await change(asked.keyId, 'expires_at = now()');
    for (const { path } of [plain, expired, handed]) {
      expect(await handshakeCode(other.any, path)).toBe('401 stream_token_invalid');
    }
  });
});

describe('a session', () => {
  test('that has ended, or has been idle for 30 minutes, is not opened', async () => {
    const [ended, idle] = [await session(), await session()];
    await callGate(one.any, `/v1/sessions/${ended.id}/end`, {
      key: spender.keyText,
      method: 'POST',
    });
    await set(idle.id, "last_activity_at = now() - interval '30 minutes'");
    expect(await handshakeCode(one.any, ended.path)).toBe('409 session_not_active');
    expect(await handshakeCode(one.any, idle.path)).toBe('409 session_not_active');
  });

  test('that is streamed has no second stream, unless the gate that holds it is dead', async () => {
    const { id, path } = await session();
    const hold = `stream_gate_id = '${other.gate.id}', status = 'active'`;
    await set(id, hold);
    expect(await handshakeCode(one.any, path)).toBe('409 session_already_streaming');
    await set(id, "stream_gate_id = 'gate_of_yesterday'");
    expect(await handshakeCode(one.any, path)).toBe('open');
  });

  test('of an organization that is inactive is not opened', async () => {
    const gone = await seedSpender(ownerPool(), 5);
    const { path } = await makeSession(one.any, gone);
    await ownerPool().query("UPDATE organizations SET status = 'inactive' WHERE id = $1", [
      gone.organizationId,
    ]);
    expect(await handshakeCode(one.any, path)).toBe('403 organization_inactive');
  });

  test('counts against the plan while it is active: never one too many, over two gates', async () => {
    const few = await seedSpender(ownerPool(), 50, { concurrentSessions: 3 });
    const made = await Promise.all(Array.from({ length: 12 }, () => makeSession(one.any, few)));
    const codes = await Promise.all(
      made.map(({ path }, n) => handshakeCode([one.any, other.any][n % 2] ?? 0, path)),
    );
    expect(codes.filter((code) => code === 'open')).toHaveLength(3);
    expect(codes.filter((code) => code === '429 concurrent_sessions_exceeded')).toHaveLength(9);
  });
});

describe('a refusal', () => {
  test('has the headers and the envelope of every other', async () => {
    const { id } = await session();
    const refused = await openStream(one.any, `/v1/sessions/${id}/connect?token=x`).catch(
      (error: unknown) => error,
    );
    if (!(refused instanceof RefusedHandshake)) throw new Error('it was opened');
    expect(JSON.parse(refused.message).error).toEqual({
      type: 'authentication_error',
      code: 'stream_token_invalid',
      message: expect.any(String),
      request_id: refused.headers['x-request-id'],
    });
    expect(refused.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(refused.headers['cache-control']).toBe('no-store');
  });

  test('of a browser’s origin comes first; without an origin anybody may', async () => {
    const [foreign, own] = [await session(), await session()];
    for (const origin of ['https://evil.example.com', 'null', 'https://app.example.com.evil.com']) {
      expect(await handshakeCode(one.any, foreign.path, { origin })).toBe('403 origin_not_allowed');
    }
    const origin = 'https://app.example.com';
    expect(await handshakeCode(one.any, own.path, { origin })).toBe('open');
    expect(await handshakeCode(one.any, foreign.path)).toBe('open');
  });

  test('is recorded once, without the token; so is an opening', async () => {
    const { path } = await session();
    const before = count('ok');
    expect(await handshakeCode(other.any, path)).toBe('open');
    expect(await handshakeCode(other.any, path)).toBe('401 stream_token_used');
    expect(count('ok')).toBe(before + 1);
    expect(count('state stream_token_used')).toBeGreaterThan(0);
  });

  test('is what an ordinary call to the address gets, and other upgrades are ordinary calls', async () => {
    const { path } = await session();
    expect((await callGate(one.any, path)).error?.code).toBe('malformed_request');
    const headers = { Connection: 'Upgrade', Upgrade: 'h2c' };
    expect((await callGate(one.any, '/v1/me', { key: spender.keyText, headers })).status).toBe(200);
  });
});

function count(decision: string): number {
  return other.gate.decisions.get(decision) ?? 0;
}
