import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { env } from '#lib/env';
import { type RunningGate, startGate } from '#lib/gate/server';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { ledgerFaults } from '#test/ledger';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';
import { streamToken } from './token.ts';

let gate: RunningGate;
let spender: Spender;
let port: number;

beforeAll(async () => {
  gate = await startGate({ listen: [{ host: '127.0.0.1', port: 0, environment: 'any' }] });
  port = gate.listeners[0]?.port ?? 0;
  spender = await seedSpender(ownerPool(), 1_000, { requestsPerMinute: 1_000_000 });
});
afterAll(async () => {
  await gate.close();
  expect(await ledgerFaults(ownerPool())).toEqual([]);
});

const body = { mode: 'bidirectional_translation', source_language: 'de', target_language: 'en' };

function create(by: Spender, sent: unknown = body, headers = {}): Promise<GateResponse> {
  return callGate(port, '/v1/sessions', { key: by.keyText, body: sent, headers });
}

function end(by: Spender, id: string, headers = {}): Promise<GateResponse> {
  return callGate(port, `/v1/sessions/${id}/end`, { key: by.keyText, method: 'POST', headers });
}

const read = (by: Spender, id: string) => callGate(port, `/v1/sessions/${id}`, { key: by.keyText });
const idOf = (response: GateResponse): string => JSON.parse(response.text).id;
const codeOf = (response: GateResponse) => [response.status, response.error?.code];

describe('a session', () => {
  test('is created, read and ended as the contract says', async () => {
    const metadata = { order: '42' };
    const created = await create(spender, { ...body, recording: { enabled: true }, metadata });
    expect(created.status).toBe(201);
    const { stream, ...session } = JSON.parse(created.text);
    expect(session).toEqual({
      id: expect.stringMatching(/^sess_[0-9A-HJKMNP-TV-Z]{26}$/),
      object: 'session',
      status: 'created',
      environment: 'live',
      ...body,
      engine: 'sandbox',
      recording: { enabled: true },
      metadata,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      started_at: null,
      ended_at: null,
    });
    expect(stream).toEqual({
      url: `ws://localhost:4000/v1/sessions/${session.id}/connect`,
      token: expect.stringMatching(/^kst_live_[A-Za-z0-9_-]{43}$/),
      expires_at: new Date(Date.parse(session.created_at) + 300_000).toISOString(),
    });
    expect(JSON.parse((await read(spender, session.id)).text)).toEqual(session);
    const ended = await end(spender, session.id);
    expect(ended.status).toBe(200);
    const result = JSON.parse(ended.text);
    expect(result).toEqual({
      id: session.id,
      object: 'session',
      status: 'ended',
      duration_seconds: 0,
      ended_at: expect.any(String),
    });
    expect((await end(spender, session.id)).text).toBe(ended.text);
    expect(JSON.parse((await read(spender, session.id)).text)).toEqual({
      ...session,
      status: 'ended',
      ended_at: result.ended_at,
    });
  });

  test('can be streamed with the token that what is stored of it leads to, read or foreseen', async () => {
    const secret = createSecretKey(env().streamSecret);
    for (let i = 0; i < 5; i++) {
      const { id, stream } = JSON.parse((await create(spender)).text);
      const { rows } = await ownerPool().query<{ end: number }>(
        'SELECT (extract(epoch FROM stream_expires_at) * 1000)::float8 AS end FROM voice_sessions WHERE id = $1',
        [id],
      );
      const session = { id, environment: 'live', expiresAt: rows[0]?.end ?? 0 } as const;
      expect(stream.token).toBe(streamToken(secret, session));
    }
  });

  test('idle for 30 minutes has ended by itself, whatever is written down', async () => {
    const id = idOf(await create(spender));
    await ownerPool().query(
      `UPDATE voice_sessions SET status = 'active', started_at = date_trunc('milliseconds', now() - interval '50 minutes'),
         last_activity_at = date_trunc('milliseconds', now() - interval '40 minutes') WHERE id = $1`,
      [id],
    );
    const shown = JSON.parse((await read(spender, id)).text);
    const ended = JSON.parse((await end(spender, id)).text);
    expect(shown).toMatchObject({ status: 'ended', ended_at: ended.ended_at });
    expect(ended.duration_seconds).toBe(40 * 60);
  });

  test('costs one credit; reading, ending and refusals cost nothing', async () => {
    const left = async () =>
      Number((await read(spender, 'sess_x')).headers['x-api-credits-remaining']);
    const before = await left();
    const created = await create(spender);
    expect(Number(created.headers['x-api-credits-remaining'])).toBe(before - 1);
    await read(spender, idOf(created));
    await end(spender, idOf(created));
    await create(spender, { mode: 'none' });
    expect(await left()).toBe(before - 1);
  });

  test.each([
    [{ ...body, routing: { carrier: 'x' } }, [422, 'routing_not_configured'], 'routing'],
    [{ ...body, provider: { name: 'x' } }, [422, 'invalid_request'], 'provider'],
    [{ ...body, metadata: { a: 1 } }, [422, 'invalid_request'], 'metadata.a'],
    [{ ...body, recording: { enabled: 1 } }, [422, 'invalid_request'], 'recording.enabled'],
    [{ ...body, credits: 5 }, [422, 'invalid_request'], 'credits'],
    [{}, [422, 'invalid_request'], 'mode'],
  ])('%j is refused, and says where', async (sent, code, param) => {
    const refused = await create(spender, sent);
    expect(codeOf(refused)).toEqual(code);
    expect(refused.error?.param).toBe(param);
  });
});

describe('the body of an ending', () => {
  const send = async (sent: unknown, headers = {}) => {
    const id = idOf(await create(spender));
    const path = `/v1/sessions/${id}/end`;
    const method = 'POST';
    const options = { key: spender.keyText, method, body: sent, headers };
    return codeOf(await callGate(port, path, options));
  };

  test('is nothing or an empty object', async () => {
    expect(await send(undefined)).toEqual([200, undefined]);
    expect(await send({})).toEqual([200, undefined]);
  });

  test.each([
    ['a field', { reason: 'x' }, {}, [422, 'invalid_request']],
    ['a list', [], {}, [422, 'invalid_request']],
    ['no JSON', '{', {}, [400, 'malformed_request']],
    ['another type', '{}', { 'Content-Type': 'text/plain' }, [415, 'unsupported_media_type']],
    ['too much', 'x'.repeat(256 * 1024 + 1), {}, [413, 'body_too_large']],
  ])('is not %s', async (_, sent, headers, code) => {
    expect(await send(sent, headers)).toEqual(code);
  });
});

test('a fault of the body comes before one of the Idempotency-Key', async () => {
  const headers = { 'Idempotency-Key': 'x'.repeat(256) };
  const refused = await create(spender, { ...body, routing: { carrier: 'x' } }, headers);
  expect(codeOf(refused)).toEqual([422, 'routing_not_configured']);
  expect(codeOf(await create(spender, body, headers))).toEqual([400, 'malformed_request']);
});

describe('somebody else', () => {
  test.each(['sess_00000000000000000000000000', 'sess_x', '%00', 'org_1'])(
    'no session is called %s',
    async (id) => {
      expect(codeOf(await read(spender, id))).toEqual([404, 'session_not_found']);
      expect(codeOf(await end(spender, id))).toEqual([404, 'session_not_found']);
    },
  );

  test("another organization's session is not there, and stays as it is", async () => {
    const victim = await seedSpender(ownerPool(), 5);
    const id = idOf(await create(victim));
    const before = await ownerPool().query('SELECT * FROM voice_sessions WHERE id = $1', [id]);
    expect(codeOf(await read(spender, id))).toEqual([404, 'session_not_found']);
    expect(codeOf(await end(spender, id, { 'Idempotency-Key': 'x' }))).toEqual([
      404,
      'session_not_found',
    ]);
    const after = await ownerPool().query('SELECT * FROM voice_sessions WHERE id = $1', [id]);
    expect(after.rows).toEqual(before.rows);
  });

  test("the own organization's other environment is named, with the address to use", async () => {
    const id = idOf(await create(spender));
    const other = await seedSpenderIn(ownerPool(), spender.organizationId, 'test');
    for (const refused of [await read(other, id), await end(other, id)]) {
      expect(codeOf(refused)).toEqual([401, 'api_key_wrong_environment']);
      expect(refused.error?.message).toContain('http://localhost:4000');
    }
    expect(JSON.parse((await read(spender, id)).text).status).toBe('created');
  });
});

describe('without credits', () => {
  test('402 says so; the idempotency key is free for the next attempt', async () => {
    const poor = await seedSpender(ownerPool(), 1);
    await create(poor);
    const refused = await create(poor, body, { 'Idempotency-Key': 'k' });
    expect(refused.status).toBe(402);
    expect(refused.error).toEqual({
      type: 'permission_error',
      code: 'insufficient_api_credits',
      message: 'API credits exhausted. Purchase more credits to continue.',
      request_id: refused.headers['x-request-id'],
    });
    expect(refused.headers['x-api-credits-remaining']).toBe('0');
    expect(refused.headers['x-api-credits-used']).toBe('1');
    await ownerPool().query(
      `WITH a AS (UPDATE credit_accounts SET balance = 1, purchased = 1, last_sequence = 3 WHERE id = $1)
       INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after, actor)
       VALUES ($1, 3, 'purchase', 1, 0, 1, 1, 'operator')`,
      [poor.accountId],
    );
    expect((await create(poor, body, { 'Idempotency-Key': 'k' })).status).toBe(201);
  });

  test('60 calls at once on 20 credits: 20 sessions with 20 different balances in their headers', async () => {
    const many = await seedSpender(ownerPool(), 20, { requestsPerMinute: 1_000 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => create(many)));
    const balances = answers
      .filter(({ status }) => status === 201)
      .map(({ headers }) => Number(headers['x-api-credits-remaining']));
    expect(balances.sort((one, other) => one - other)).toEqual([...Array(20).keys()]);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(40);
  });
});
