import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorAnswer } from '#lib/api/error-answer';
import { type ErrorCode, errorCodes, errorEntry } from '#lib/errors';
import { mintKey } from '#lib/keys/format';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';
import { seedRecording } from '#test/spoken-session';
import { openStream } from '#test/stream-client';
import { freshPath } from '#test/stream-token';
import { untilWindowHas } from '#test/window';

type Answer = { readonly status: number; readonly text: string; readonly header: string };
type Producer = () => Promise<Answer>;
type Options = Parameters<typeof callGate>[2];

const body = { mode: 'ai_agent' };

let at: TestGate;
let organization: string;
let key: string;

beforeAll(async () => {
  at = await startTestGate();
  organization = await seedOrganization(ownerPool(), { requestsPerMinute: 100_000 });
  key = (await seedKey(ownerPool(), organization)).text;
});
afterAll(() => at.gate.close());

async function call(path: string, options: Options = {}): Promise<Answer> {
  const { status, text, headers } = await callGate(at.live, path, options);
  return { status, text, header: JSON.stringify(headers) };
}

async function raw(bytes: string, quietMs: number): Promise<Answer> {
  const { text, statuses } = await sendRaw(at.live, bytes, quietMs);
  const [header = '', json = ''] = text.split('\r\n\r\n');
  return { status: statuses[0] ?? 0, text: json, header };
}

const me = (text: string) => call('/v1/me', { key: text });
const create = (options: Options = {}) => call('/v1/sessions', { key, body, ...options });
const keyOf = async (seed: Parameters<typeof seedKey>[2], owner = organization) =>
  (await seedKey(ownerPool(), owner, seed)).text;

/** A session of the organization, by its id. */
async function made(): Promise<string> {
  const { text } = await create();
  return JSON.parse(text).id;
}

/** Asks for a stream without ever speaking WebSocket. */
function connect(path: string, more = ''): Promise<Answer> {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
  const nonce = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  return raw(`GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}${nonce}${more}\r\n`, 1_000);
}

async function claim(path: string): Promise<void> {
  const { socket } = await openStream(at.live, path);
  socket.terminate();
}

/** Runs while the organization's account is locked, so that its writes wait. */
async function whileHeld(work: () => Promise<Answer>): Promise<Answer> {
  const holder = await ownerPool().connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM credit_accounts WHERE organization_id = $1 FOR UPDATE', [
      organization,
    ]);
    return await work();
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
}

/** How each row of the contract's table of errors is met. */
const producers: Record<ErrorCode, Producer> = {
  malformed_request: () => create({ body: '{"mode":' }),
  async idempotency_mismatch() {
    const headers = { 'Idempotency-Key': 'mismatch' };
    await create({ headers });
    return create({ headers, body: { mode: 'help_chat_voice' } });
  },
  api_key_invalid: () => me(mintKey('live')),
  api_key_expired: async () => me(await keyOf({ expiresIn: -1 })),
  api_key_revoked: async () => me(await keyOf({ revoked: true })),
  api_key_wrong_environment: async () => me(await keyOf({ environment: 'test' })),
  async insufficient_api_credits() {
    const poor = await seedOrganization(ownerPool(), { credits: 0 });
    return create({ key: await keyOf({}, poor) });
  },
  async organization_inactive() {
    return me(await keyOf({}, await seedOrganization(ownerPool(), { status: 'inactive' })));
  },
  insufficient_permissions: async () => create({ key: await keyOf({ permissions: [] }) }),
  ip_not_allowed: async () => me(await keyOf({ ipAllowlist: ['203.0.113.0/24'] })),
  route_not_found: () => call('/v1/nothing', { key }),
  session_not_found: () => call('/v1/sessions/sess_00000000000000000000000000', { key }),
  method_not_allowed: () => call('/v1/me', { key, method: 'DELETE' }),
  request_timeout: () => {
    const head = `POST /v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n`;
    return raw(`${head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`, 12_000);
  },
  idempotency_conflict: () =>
    whileHeld(async () => {
      const headers = { 'Idempotency-Key': 'conflict' };
      const [one, other] = [create({ headers }), create({ headers })];
      return Promise.race([one, other]);
    }),
  body_too_large: () => create({ body: `"${'x'.repeat(256 * 1024)}"` }),
  unsupported_media_type: () => create({ headers: { 'Content-Type': 'text/plain' } }),
  invalid_request: () => create({ body: { mode: 'shout' } }),
  routing_not_configured: () => create({ body: { ...body, routing: { carrier: 'x' } } }),
  async rate_limit_exceeded() {
    const limited = await keyOf({ rateLimit: 1 });
    await untilWindowHas(5);
    await me(limited);
    return me(limited);
  },
  async concurrent_sessions_exceeded() {
    const small = await seedOrganization(ownerPool(), { concurrentSessions: 1 });
    const own = await keyOf({}, small);
    await create({ key: own });
    await ownerPool().query(
      "UPDATE voice_sessions SET status = 'active', started_at = now() WHERE organization_id = $1",
      [small],
    );
    return create({ key: own });
  },
  headers_too_large: () => raw(`GET /v1/me HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 500),
  async internal_error() {
    await ownerPool().query('ALTER TABLE voice_sessions RENAME TO elsewhere');
    try {
      return await call('/v1/sessions/sess_00000000000000000000000000', { key });
    } finally {
      await ownerPool().query('ALTER TABLE elsewhere RENAME TO voice_sessions');
    }
  },
  service_unavailable: () => whileHeld(() => create()),
  stream_token_invalid: async () =>
    connect(`/v1/sessions/${await made()}/connect?token=kst_live_x`),
  stream_token_expired: async () => connect(await freshPath(await made(), '-1 second')),
  async stream_token_used() {
    const path = await freshPath(await made());
    await claim(path);
    return connect(path);
  },
  origin_not_allowed: async () =>
    connect(await freshPath(await made()), 'Origin: https://elsewhere.test\r\n'),
  async session_already_streaming() {
    const id = await made();
    const client = await openStream(at.live, await freshPath(id));
    try {
      return await connect(await freshPath(id));
    } finally {
      client.socket.terminate();
    }
  },
  async session_not_active() {
    const id = await made();
    await call(`/v1/sessions/${id}/end`, { key, method: 'POST' });
    return call(`/v1/sessions/${id}/stream_token`, { key, method: 'POST' });
  },
  transcript_not_ready: async () => call(`/v1/sessions/${await made()}/transcript`, { key }),
  recording_not_found: () => call('/v1/recordings/rec_00000000000000000000000000', { key }),
  analysis_not_found: () => call('/v1/analyses/anl_00000000000000000000000000', { key }),
  webhook_not_found: () => call('/v1/webhooks/wh_00000000000000000000000000', { key }),
  async range_not_satisfiable() {
    const id = await seedRecording(ownerPool(), await made(), { samples: Buffer.alloc(800) });
    const headers = { Range: 'bytes=9000-' };
    return call(`/v1/recordings/${id}/audio`, { key, headers });
  },
};

describe('the table of errors, row by row, over HTTP', () => {
  test.each(errorCodes)('%s', async (code) => {
    const { status, text, header } = await producers[code]();
    const entry = errorEntry(code);
    const { error } = errorAnswer.parse(JSON.parse(text));
    expect({ status, type: error.type, code: error.code }).toEqual({
      status: entry.status,
      type: entry.type,
      code,
    });
    expect(header).toContain(error.request_id);
    const waits = [429, 503].includes(status) || code === 'idempotency_conflict';
    expect(/retry-after/i.test(header)).toBe(waits);
    expect(error.retry_after !== undefined).toBe(waits);
    expect(/www-authenticate/i.test(header)).toBe(
      status === 401 || code === 'insufficient_permissions',
    );
    expect(text).not.toMatch(/\bat .*\.ts:\d+/);
  });
});
