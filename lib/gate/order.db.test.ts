import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ErrorCode, errorEntry } from '#lib/errors';
import { mintKey } from '#lib/keys/format';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { expectRefusal } from '#test/gate-expect';
import { sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';
import { untilWindowHas } from '#test/window';
import { type Check, checks } from './checks.ts';

/** What can be wrong with a caller, by the check that sees it. */
type Faults = {
  state?: 'revoked' | 'expired' | 'elsewhere';
  address?: true;
  organization?: true;
  rate_limit?: true;
  permission?: true;
  credits?: true;
};
type Call = Parameters<typeof callGate>[2] & { readonly path?: string };
type Row = {
  readonly check: Check;
  readonly name: string;
  readonly code: ErrorCode;
  readonly faults?: Faults;
  /** Changes of the call, which is otherwise wrong in body and Idempotency-Key as well. */
  readonly call?: Call | ((key: SeededKey) => Call | Promise<Call>);
};

let at: TestGate;

beforeAll(async () => {
  at = await startTestGate();
});
afterAll(async () => {
  await at.gate.close();
});

/** An organization and a key with these faults. */
async function seed(faults: Faults): Promise<SeededKey> {
  const crowded = faults.rate_limit === true;
  const organization = await seedOrganization(ownerPool(), {
    requestsPerMinute: crowded ? 1 : 1_000_000,
    credits: faults.credits === true ? 0 : 100,
  });
  const seedIn = (values: Parameters<typeof seedKey>[2]) =>
    seedKey(ownerPool(), organization, values);
  if (crowded) await callGate(at.live, '/v1/me', { key: (await seedIn({})).text });
  if (faults.organization === true) {
    await ownerPool().query("UPDATE organizations SET status = 'inactive' WHERE id = $1", [
      organization,
    ]);
  }
  return seedIn({
    revoked: faults.state === 'revoked',
    ...(faults.state === 'expired' && { expiresIn: -1 }),
    environment: faults.state === 'elsewhere' ? 'test' : 'live',
    ...(faults.address === true && { ipAllowlist: ['203.0.113.1'] }),
    ...(faults.permission === true && { permissions: [] }),
  });
}

const poor: Faults = { credits: true };
const powerless: Faults = { ...poor, permission: true };
const crowded: Faults = { ...powerless, rate_limit: true };
const suspended: Faults = { ...crowded, organization: true };
const outside: Faults = { ...suspended, address: true };
const revoked: Faults = { ...outside, state: 'revoked' };

const BAD_KEY = { 'Idempotency-Key': 'x'.repeat(256) };
const good = { mode: 'ai_agent' };
const typo = ({ text }: SeededKey) => text.slice(0, -1) + (text.endsWith('a') ? 'b' : 'a');

const rows: Row[] = [
  { check: 'parse', name: 'path', code: 'route_not_found', call: { path: '/v1/none', key: 'no' } },
  {
    check: 'parse',
    name: 'method',
    code: 'method_not_allowed',
    call: { method: 'PUT', key: 'no' },
  },
  {
    check: 'parse',
    name: 'size',
    code: 'body_too_large',
    call: { body: 'x'.repeat(256 * 1024 + 1), key: 'no' },
  },
  {
    check: 'parse',
    name: 'type',
    code: 'unsupported_media_type',
    call: { headers: { ...BAD_KEY, 'Content-Type': 'text/plain' }, key: 'no' },
  },
  {
    check: 'credential',
    name: 'checksum',
    code: 'api_key_invalid',
    call: (key) => ({ key: typo(key) }),
  },
  {
    check: 'credential',
    name: 'two of them',
    code: 'api_key_invalid',
    call: { headers: { ...BAD_KEY, 'X-API-Key': mintKey('live') } },
  },
  { check: 'known', name: 'no such key', code: 'api_key_invalid', call: { key: mintKey('live') } },
  { check: 'state', name: 'revoked', code: 'api_key_revoked' },
  {
    check: 'state',
    name: 'expired',
    code: 'api_key_expired',
    faults: { ...outside, state: 'expired' },
  },
  {
    check: 'state',
    name: 'environment',
    code: 'api_key_wrong_environment',
    faults: { ...outside, state: 'elsewhere' },
  },
  { check: 'address', name: 'allowlist', code: 'ip_not_allowed', faults: outside },
  { check: 'organization', name: 'status', code: 'organization_inactive', faults: suspended },
  { check: 'rate_limit', name: 'window', code: 'rate_limit_exceeded', faults: crowded },
  { check: 'permission', name: 'scope', code: 'insufficient_permissions', faults: powerless },
  { check: 'body', name: 'JSON', code: 'malformed_request', faults: poor },
  {
    check: 'body',
    name: 'schema',
    code: 'invalid_request',
    faults: poor,
    call: { body: { mode: 'none' } },
  },
  {
    check: 'body',
    name: 'routing',
    code: 'routing_not_configured',
    faults: poor,
    call: { body: { ...good, routing: {} } },
  },
  {
    check: 'idempotency',
    name: 'form',
    code: 'malformed_request',
    faults: poor,
    call: { body: good },
  },
  {
    check: 'idempotency',
    name: 'mismatch',
    code: 'idempotency_mismatch',
    faults: {},
    call: async (key) => {
      const headers = { 'Idempotency-Key': 'once' };
      await callGate(at.live, '/v1/sessions', { key: key.text, body: good, headers });
      await takeCredits(key);
      return { headers, body: { ...good, metadata: { other: 'body' } } };
    },
  },
  {
    check: 'credits',
    name: 'none left',
    code: 'insufficient_api_credits',
    faults: poor,
    call: { headers: {}, body: good },
  },
  {
    check: 'effect',
    name: 'no such session',
    code: 'session_not_found',
    faults: {},
    call: { path: '/v1/sessions/sess_none/end', headers: {}, body: {} },
  },
];

async function takeCredits(key: SeededKey): Promise<void> {
  await ownerPool().query(
    `UPDATE credit_accounts a SET balance = 0, included = 0, last_sequence = last_sequence + 1
     FROM api_keys k WHERE k.id = $1 AND a.organization_id = k.organization_id AND a.environment = 'live'`,
    [key.id],
  );
}

/** The decisions that were recorded while `work` ran, with their number. */
async function recorded<T>(work: () => Promise<T>): Promise<{ result: T; decisions: object }> {
  const before = new Map(at.gate.decisions);
  const result = await work();
  const more = [...at.gate.decisions].map(([name, count]) => [
    name,
    count - (before.get(name) ?? 0),
  ]);
  return { result, decisions: Object.fromEntries(more.filter(([, count]) => count !== 0)) };
}

/** What the request log must say of each call, by request id. */
const logged = new Map<string, object>();

function expectLogged({ headers }: GateResponse, key: SeededKey | null, line: object): void {
  logged.set(String(headers['x-request-id']), { key_id: key?.id ?? null, ...line });
}

describe('a call with a fault for this check and all behind it that it can have', () => {
  test.each(rows)('$check: $name → $code', async (row) => {
    await untilWindowHas(5);
    const key = await seed(row.faults ?? revoked);
    const call = typeof row.call === 'function' ? await row.call(key) : row.call;
    const { path = '/v1/sessions', ...options } = {
      key: key.text,
      method: 'POST',
      headers: BAD_KEY,
      body: '{',
      ...call,
    };
    const { result: answer, decisions } = await recorded(() => callGate(at.live, path, options));
    expectRefusal(answer, row.code);
    expect(decisions).toEqual({ [`${row.check} ${row.code}`]: 1 });
    // Before check 4 there is no key that the call could be told of.
    const isKnown = checks.indexOf(row.check) > checks.indexOf('known');
    const { status } = errorEntry(row.code);
    const { check, code } = row;
    expectLogged(answer, isKnown ? key : null, { check, code, status });
  });

  test('every check has a row', () => {
    expect(new Set(rows.map(({ check }) => check))).toEqual(new Set(checks));
  });
});

test('a call without a fault is recorded once as well', async () => {
  const key = await seed({});
  const options = { key: key.text, body: good };
  const { result, decisions } = await recorded(() => callGate(at.live, '/v1/sessions', options));
  expect(decisions).toEqual({ ok: 1 });
  expectLogged(result, key, { check: '', code: '', status: 201 });
});

test('the key that is in flight is told before the credits that are not there', async () => {
  const key = await seed({});
  const options = { key: key.text, body: good, headers: { 'Idempotency-Key': 'twice' } };
  const holder = await ownerPool().connect();
  await holder.query('BEGIN');
  await holder.query(
    'SELECT 1 FROM credit_accounts a JOIN api_keys k USING (organization_id) WHERE k.id = $1 FOR UPDATE OF a',
    [key.id],
  );
  await callGate(at.live, '/v1/me', { key: key.text });
  const first = callGate(at.live, '/v1/sessions', options);
  const second = await recorded(() => callGate(at.live, '/v1/sessions', options));
  expectRefusal(second.result, 'idempotency_conflict');
  expect(second.decisions).toEqual({ 'idempotency idempotency_conflict': 1 });
  await holder.query('ROLLBACK');
  holder.release();
  expect((await first).status).toBe(201);
});

test('what is no HTTP is recorded once', async () => {
  const { decisions } = await recorded(() => sendRaw(at.live, 'hello\r\n\r\n'));
  expect(decisions).toEqual({ 'parse malformed_request': 1 });
});

test('and each of these calls is one line of the request log, within seconds', async () => {
  const find = () =>
    ownerPool().query(
      'SELECT id, key_id, "check", code, status FROM records.requests WHERE id = ANY ($1)',
      [[...logged.keys()]],
    );
  await vi.waitUntil(async () => (await find()).rowCount === logged.size, { timeout: 5_000 });
  const { rows } = await find();
  expect(new Map(rows.map(({ id, ...line }) => [id, line]))).toEqual(logged);
});
