import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';

const CALLS = 20_000;
/** Records come within a second or two, on a busy machine later. */
const PATIENT = { timeout: 10_000 };
const agent = new Agent({ keepAlive: true, maxSockets: 48 });
let at: TestGate;
let organizationId: string;

beforeAll(async () => {
  at = await startTestGate();
  organizationId = await seedOrganization(ownerPool(), {
    requestsPerMinute: 1_000_000,
    credits: 700,
  });
});
afterAll(async () => {
  agent.destroy();
  await at.gate.close();
});

/** A way to call, and the route and outcome that it must be recorded under. */
type Way = {
  readonly key: SeededKey;
  readonly path: string;
  readonly route: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
};

async function ways(): Promise<Way[]> {
  const key = (seed: Parameters<typeof seedKey>[2] = {}) =>
    seedKey(ownerPool(), organizationId, seed);
  const full = await key();
  const me = { path: '/v1/me', route: 'GET /v1/me' };
  const create = { path: '/v1/sessions', route: 'POST /v1/sessions', body: { mode: 'ai_agent' } };
  return [
    { key: full, ...me },
    { key: full, ...create },
    { key: full, ...create, body: { mode: 'nonsense' } },
    { key: full, ...create, idempotencyKey: 'always the same' },
    { key: full, path: '/v1/sessions/sess_x', route: 'GET /v1/sessions/:id' },
    { key: await key({ permissions: [] }), ...create },
    { key: await key({ revoked: true }), ...me },
    { key: await key({ expiresIn: -5 }), ...me },
    { key: await key({ rateLimit: 40 }), ...me },
    { key: await key({ ipAllowlist: ['192.0.2.0/24'] }), ...me },
    { key: await key({ environment: 'test' }), ...me },
    { key: await key(), ...me },
  ];
}

const order = (texts: Iterable<string>) => [...texts].sort();

/** Counts of `key route status code`, as `count key route status code`. */
function counted(rows: Map<string, number>): string[] {
  return order([...rows].map(([what, calls]) => `${calls} ${what}`));
}

test('minutes and log say what the client counted, over 20,000 mixed calls', async () => {
  const all = await ways();
  const client = new Map<string, number>();
  let sent = 0;
  let charged = 0;
  const caller = async () => {
    while (sent < CALLS) {
      const way = all[sent % all.length] as Way;
      const round = Math.floor(sent++ / all.length);
      const headers: Record<string, string> = { 'User-Agent': `mix/${round % 3}` };
      if (way.idempotencyKey) headers['Idempotency-Key'] = way.idempotencyKey;
      const options = { key: way.key.text, agent, headers, body: way.body };
      const answer = await callGate(at.live, way.path, options);
      const what = `${way.key.id} ${way.route} ${answer.status} ${answer.error?.code ?? ''}`;
      client.set(what, (client.get(what) ?? 0) + 1);
      if (answer.status === 201 && answer.headers['idempotent-replayed'] === undefined) charged++;
    }
  };
  await Promise.all(Array.from({ length: 32 }, caller));
  const ids = all.map(({ key }) => key.id);
  const minutes = () =>
    ownerPool().query(
      `SELECT key_id, route, status, code, sum(requests)::int AS calls, sum(credits)::int AS credits,
         (SELECT sum(l)::int FROM unnest(array_agg(records_calls(latency))) l) AS timed
       FROM records.usage_minutes WHERE key_id = ANY ($1) GROUP BY 1, 2, 3, 4`,
      [ids],
    );
  await ownerPool().query(`CREATE FUNCTION records_calls(pairs int[]) RETURNS int LANGUAGE sql AS
    'SELECT sum(pairs[i + 1])::int FROM generate_series(1, cardinality(pairs), 2) i'`);
  const total = (rows: { calls: number }[]) => rows.reduce((sum, { calls }) => sum + calls, 0);
  await vi.waitUntil(async () => total((await minutes()).rows) >= CALLS, { timeout: 10_000 });
  const { rows: rolled } = await minutes();
  const { rows: logged } = await ownerPool().query(
    `SELECT key_id, route, status, code, count(*)::int AS calls, sum(credits_charged)::int AS credits,
       count(DISTINCT id)::int AS timed FROM records.requests WHERE key_id = ANY ($1) GROUP BY 1, 2, 3, 4`,
    [ids],
  );
  const named = (rows: typeof rolled) =>
    new Map(rows.map((row) => [`${row.key_id} ${row.route} ${row.status} ${row.code}`, row.calls]));
  expect(counted(named(rolled))).toEqual(counted(client));
  expect(counted(named(logged))).toEqual(counted(client));
  // Every call is in a latency bucket, and every line has an id of its own.
  for (const row of [...rolled, ...logged]) expect(row.timed).toBe(row.calls);
  const spent = (rows: typeof rolled) => rows.reduce((sum, { credits }) => sum + credits, 0);
  expect([spent(rolled), spent(logged)]).toEqual([charged, charged]);
  const { rows: ledger } = await ownerPool().query(
    `SELECT -sum(e.amount)::int AS spent FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id
     WHERE a.organization_id = $1 AND e.kind = 'debit'`,
    [organizationId],
  );
  expect(ledger[0]?.spent).toBe(charged);
  const { rows: callers } = await ownerPool().query(
    'SELECT key_id, client, sum(requests)::int AS calls FROM records.callers WHERE key_id = ANY ($1) GROUP BY 1, 2',
    [ids],
  );
  expect(total(callers)).toBe(CALLS);
  expect(callers).toHaveLength(new Set(ids).size * 3);
}, 120_000);

test('a fullest window is the demand for it, refused calls included', async () => {
  const limited = await seedKey(ownerPool(), organizationId, { rateLimit: 5 });
  for (let i = 0; i < 9; i++) await callGate(at.live, '/v1/me', { key: limited.text, agent });
  const rows = await vi.waitUntil(async () => {
    const found = await ownerPool().query(
      `SELECT max(key_peak) AS peak, max(key_limit) AS "limit", sum(requests)::int AS calls,
         max(peak_limit) AS whole FROM records.usage_minutes WHERE key_id = $1`,
      [limited.id],
    );
    return found.rows[0]?.calls === 9 && found.rows;
  }, PATIENT);
  // A minute may have ended in between, so the peak is of one of two windows.
  expect(rows[0]).toMatchObject({ limit: 5, whole: 1_000_000 });
  expect(rows[0].peak).toBeGreaterThanOrEqual(5);
});

test('calls without a known key are counted by address, and some of them logged', async () => {
  const before = await strangers();
  for (let i = 0; i < 30; i++)
    await callGate(at.live, '/v1/me', { key: 'sk_live_nonsense', agent });
  await sendRaw(at.live, 'hello\r\n\r\n');
  await vi.waitUntil(async () => (await strangers()) === before + 31, { timeout: 5_000 });
  const { rows } = await ownerPool().query(
    `SELECT count(*)::int AS lines, min(facts::text) AS facts, min(status) AS status, max(ip) AS ip
     FROM records.requests WHERE key_id IS NULL AND code = 'api_key_invalid' AND method = 'GET'`,
  );
  expect(rows[0]).toMatchObject({ facts: '{"fault": "length"}', status: 401, ip: '127.0.0.1' });
  expect(rows[0].lines).toBeGreaterThanOrEqual(20);
});

async function strangers(): Promise<number> {
  const { rows } = await ownerPool().query(
    'SELECT coalesce(sum(requests), 0)::int AS calls FROM records.unidentified',
  );
  return rows[0].calls;
}

test('no secret and no query is stored, however odd the call', async () => {
  const key = await seedKey(ownerPool(), organizationId);
  const odd = [
    `/v1/sessions/${key.text}`,
    `/v1/sessions/x?token=kst_live_secretsecret&api_key=${key.text}`,
    `/v1/%00/${encodeURIComponent(key.text)}/\\back\\N`,
    '/v1/sessions/%E2%80%AE%00sk_live_%00abc',
  ];
  for (const path of odd) {
    await callGate(at.live, path, {
      key: key.text,
      agent,
      headers: { 'User-Agent': `evil\ttab ${key.text} \\.` },
    });
  }
  const rows = await vi.waitUntil(async () => {
    const found = await ownerPool().query(
      'SELECT r::text AS line FROM records.requests r WHERE client LIKE $1',
      ['%evil%'],
    );
    return found.rowCount === odd.length && found.rows;
  }, PATIENT);
  expect(JSON.stringify(rows)).not.toMatch(/sk_live_[0-9A-Za-z]{5}|kst_|token=/);
});
