import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGate, startGate } from '#lib/gate/server';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { ledgerFaults } from '#test/ledger';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';

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

const body = '{"mode":"ai_agent","metadata":{"a":"1","b":"2"}}';

function post(key: string, sent: unknown = body, by = spender, path = '/v1/sessions') {
  const headers = { 'Idempotency-Key': key };
  return callGate(port, path, { key: by.keyText, method: 'POST', body: sent, headers });
}

const codeOf = (response: GateResponse) => [response.status, response.error?.code];

function expectReplay(again: GateResponse, first: GateResponse): void {
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect(first.headers['idempotent-replayed']).toBeUndefined();
}

describe('a replay', () => {
  test('has the same status and bytes, stream token included, and is free', async () => {
    const first = await post('replay');
    expect(first.status).toBe(201);
    const again = await post('replay');
    expectReplay(again, first);
    expect(again.headers['x-api-credits-remaining']).toBe(first.headers['x-api-credits-remaining']);
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });

  test('does not mind the order of fields, white space, or quotes around the key', async () => {
    const first = await post('order "x" \\ y');
    expectReplay(
      await post('order "x" \\ y', ' {"metadata" : {"b":"2","a":"\\u0031"},\n"mode":"ai_agent"} '),
      first,
    );
    expectReplay(await post('"order \\"x\\" \\\\ y"'), first);
  });

  test('has every character that the first one had', async () => {
    const metadata = { odd: 'tab\t line\n\r quote" \\ \u2028 é 🎧', '\t\n': '\\N' };
    const first = await post('odd', { mode: 'ai_agent', metadata });
    expect(JSON.parse(first.text).metadata).toEqual(metadata);
    expectReplay(await post('odd', { mode: 'ai_agent', metadata }), first);
  });

  test('is given to every key of the organization in that environment, to nobody else', async () => {
    const first = await post('shared');
    const colleague = await seedSpenderIn(ownerPool(), spender.organizationId, 'live');
    const tester = await seedSpenderIn(ownerPool(), spender.organizationId, 'test');
    const stranger = await seedSpender(ownerPool(), 5);
    expectReplay(await post('shared', body, colleague), first);
    for (const other of [tester, stranger]) {
      const own = await post('shared', body, other);
      expect(own.status).toBe(201);
      expect(own.headers['idempotent-replayed']).toBeUndefined();
    }
  });

  test('of an ending says what the first one said', async () => {
    const { id } = JSON.parse((await post('to end')).text);
    const path = `/v1/sessions/${id}/end`;
    const first = await post('end', '', spender, path);
    expect(first.status).toBe(200);
    expectReplay(await post('end', '', spender, path), first);
    expectReplay(await post('end', '{}', spender, path), first);
    expect(codeOf(await post('end', '{"reason":"x"}', spender, path))).toEqual([
      422,
      'invalid_request',
    ]);
  });
});

describe('the same key', () => {
  test.each([
    ['another value', '{"mode":"ai_agent","metadata":{"a":"1","b":"3"}}'],
    ['one field more', '{"mode":"ai_agent","metadata":{"a":"1","b":"2"},"target_language":null}'],
    ['one field less', '{"mode":"ai_agent","metadata":{"a":"1"}}'],
  ])('with %s is a mismatch', async (name, other) => {
    const first = await post(name);
    expect(codeOf(await post(name, other))).toEqual([400, 'idempotency_mismatch']);
    expectReplay(await post(name), first);
  });

  test('on another route or another path is a mismatch', async () => {
    const { id } = JSON.parse((await post('route')).text);
    const { id: other } = JSON.parse((await post('route 2')).text);
    const path = (session: string) => `/v1/sessions/${session}/end`;
    expect(codeOf(await post('route', '', spender, path(id)))).toEqual([
      400,
      'idempotency_mismatch',
    ]);
    expect((await post('path', '', spender, path(id))).status).toBe(200);
    expect(codeOf(await post('path', '', spender, path(other)))).toEqual([
      400,
      'idempotency_mismatch',
    ]);
  });

  test('30 times at once: one effect, the others 409 with Retry-After or the replay', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => post('at once')));
    const created = answers.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    for (const other of answers.filter(({ status }) => status !== 201)) {
      expect(codeOf(other)).toEqual([409, 'idempotency_conflict']);
      expect(Number(other.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
    const fresh = answers.filter(
      (a) => a.status === 201 && a.headers['idempotent-replayed'] === undefined,
    );
    expect(fresh).toHaveLength(1);
  });

  test('is free again after a 422 and a 404', async () => {
    expect(codeOf(await post('free', '{"mode":"none"}'))).toEqual([422, 'invalid_request']);
    const nowhere = '/v1/sessions/sess_00000000000000000000000000/end';
    expect(codeOf(await post('free', '', spender, nowhere))).toEqual([404, 'session_not_found']);
    expect((await post('free')).status).toBe(201);
  });
});

test('no stream token and no idempotency key is anywhere in the database', async () => {
  const first = await post('canary-8f1c2d');
  const { token } = JSON.parse(first.text).stream;
  const { rows } = await ownerPool().query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  expect(rows.length).toBeGreaterThan(10);
  for (const { name } of rows) {
    const found = await ownerPool().query(
      `SELECT 1 FROM "${name}" t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%canary-8f1c2d%' OR t::text LIKE '%kst_%'`,
      [token],
    );
    expect([name, found.rowCount]).toEqual([name, 0]);
  }
});
