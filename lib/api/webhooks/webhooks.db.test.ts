import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isId } from '#lib/ids';
import { unseal } from '#lib/seal';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import {
  webhookAnswer,
  webhookCreatedAnswer,
  webhookListAnswer,
  webhookSecretAnswer,
  webhookTestAnswer,
} from './answer.ts';

let at: TestGate;
let organizationId: string;
let key: SeededKey;

beforeAll(async () => {
  at = await startTestGate();
});
afterAll(() => at.gate.close());
beforeEach(async () => {
  organizationId = await seedOrganization(ownerPool(), { requestsPerMinute: 10_000 });
  key = await seedKey(ownerPool(), organizationId);
});

const url = 'https://93.184.216.34/hooks';
const wanted = { url, events: ['session.ended', 'session.created'], description: 'Billing' };

type Sent = { method?: string; body?: unknown; by?: SeededKey; headers?: Record<string, string> };

function call(path: string, { method, body, by = key, headers }: Sent = {}): Promise<GateResponse> {
  return callGate(at.any, `/v1/webhooks${path}`, {
    key: by.text,
    ...(method !== undefined && { method }),
    ...(body !== undefined && { body }),
    ...(headers !== undefined && { headers }),
  });
}

async function create(body: unknown = wanted, by = key) {
  const response = await call('', { body, by });
  expect(response.status, response.text).toBe(201);
  return webhookCreatedAnswer.parse(JSON.parse(response.text));
}

const codeOf = (response: GateResponse) => [response.status, response.error?.code];

test('an endpoint is made, read, listed, changed and removed', async () => {
  const made = await create();
  expect(made).toMatchObject({
    object: 'webhook',
    environment: 'live',
    url,
    events: ['session.created', 'session.ended'],
    enabled: true,
    disabled_reason: null,
  });
  expect(isId('wh', made.id)).toBe(true);
  const { secret, ...shown } = made;
  const read = await call(`/${made.id}`);
  expect(webhookAnswer.parse(JSON.parse(read.text))).toEqual(shown);
  expect(read.text).not.toContain(secret);
  const changed = await call(`/${made.id}`, { method: 'PATCH', body: { enabled: false } });
  const off = { ...shown, enabled: false, disabled_reason: 'owner' };
  expect([changed.status, JSON.parse(changed.text)]).toEqual([200, off]);
  expect(JSON.parse((await call(`/${made.id}`)).text)).toEqual(off);
  const events = ['credits.low'];
  const body = { enabled: true, events, description: '', url: `${url}/2` };
  const again = await call(`/${made.id}`, { method: 'PATCH', body });
  expect(JSON.parse(again.text)).toEqual({ ...shown, ...body });
  expect(JSON.parse((await call(`/${made.id}`)).text)).toEqual({ ...shown, ...body });
  const gone = await call(`/${made.id}`, { method: 'DELETE' });
  expect([gone.status, gone.text]).toEqual([204, '']);
  for (const method of ['GET', 'DELETE']) {
    expect(codeOf(await call(`/${made.id}`, { method }))).toEqual([404, 'webhook_not_found']);
  }
  expect(JSON.parse((await call('')).text).data).toEqual([]);
  const { rows } = await ownerPool().query(
    `SELECT octet_length(sealed_secret) AS secret, previous_sealed_secret AS previous FROM webhook_endpoints WHERE id = $1`,
    [made.id],
  );
  expect(rows).toEqual([{ secret: 0, previous: null }]);
});

test('the list has the environment’s own endpoints, by pages, the newest first', async () => {
  const ids: string[] = [];
  for (let number = 0; number < 3; number++) ids.unshift((await create()).id);
  await create(wanted, await seedKey(ownerPool(), organizationId, { environment: 'test' }));
  const page = async (query: string) =>
    webhookListAnswer.parse(JSON.parse((await call(query)).text));
  const first = await page('?limit=2');
  expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect([first.has_more, first.url]).toEqual([true, '/v1/webhooks']);
  const next = await page(`?limit=2&starting_after=${ids[1]}`);
  expect([next.data.map(({ id }) => id), next.has_more]).toEqual([ids.slice(2), false]);
  expect(codeOf(await call('?limit=101'))).toEqual([400, 'malformed_request']);
});

test('a retried creation makes one endpoint and shows the same secret, which no record holds', async () => {
  const headers = { 'idempotency-key': 'once' };
  const first = await call('', { body: wanted, headers });
  const replay = await call('', { body: wanted, headers });
  expect(replay.text).toBe(first.text);
  expect(replay.headers['idempotent-replayed']).toBe('true');
  const { secret, id } = JSON.parse(first.text);
  const { rows } = await ownerPool().query(
    `SELECT sealed_secret, row_to_json(e)::text AS stored, (SELECT string_agg(kept, '') FROM idempotency_records) AS kept,
       (SELECT string_agg(row_to_json(a)::text, '') FROM audit_events a WHERE a.target_id = e.id) AS audit
     FROM webhook_endpoints e WHERE organization_id = $1`,
    [organizationId],
  );
  expect(rows).toHaveLength(1);
  expect(unseal(rows[0].sealed_secret)).toBe(secret);
  expect(rows[0].kept).toContain(id);
  for (const text of [rows[0].stored, rows[0].kept, rows[0].audit]) {
    expect(text).not.toContain(secret.slice('whsec_'.length));
  }
});

test('a new secret replaces the old one, which goes on signing for 24 h; a retry shows it again', async () => {
  const { secret: old, id, ...shown } = await create();
  const headers = { 'idempotency-key': 'turn' };
  const first = await call(`/${id}/rotate_secret`, { method: 'POST', headers });
  const answer = webhookSecretAnswer.parse(JSON.parse(first.text));
  expect(answer).toMatchObject({ id, ...shown });
  expect(answer.secret).not.toBe(old);
  const replay = await call(`/${id}/rotate_secret`, { method: 'POST', headers });
  expect([replay.status, replay.text]).toEqual([200, first.text]);
  const { rows } = await ownerPool().query(
    `SELECT sealed_secret, previous_sealed_secret, extract(epoch FROM previous_ends_at - now())::float8 / 3600 AS hours,
       previous_ends_at FROM webhook_endpoints WHERE id = $1`,
    [id],
  );
  expect(unseal(rows[0].sealed_secret)).toBe(answer.secret);
  expect(unseal(rows[0].previous_sealed_secret)).toBe(old);
  expect(rows[0].hours).toBeGreaterThan(23.9);
  expect(rows[0].hours).toBeLessThanOrEqual(24);
  expect(rows[0].previous_ends_at.toISOString()).toBe(answer.previous_secret_expires_at);
});

test('a test event goes to the one endpoint, not to one that is off', async () => {
  const { id } = await create();
  await create();
  const sent = await call(`/${id}/test`, { method: 'POST' });
  const answer = webhookTestAnswer.parse(JSON.parse(sent.text));
  expect(sent.status).toBe(201);
  const { rows } = await ownerPool().query(
    `SELECT d.id, d.endpoint_id, d.event_id, v.type, v.data FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id
     WHERE v.organization_id = $1`,
    [organizationId],
  );
  expect(rows).toEqual([
    {
      id: answer.id,
      endpoint_id: id,
      event_id: answer.event_id,
      type: 'webhook.test',
      data: expect.objectContaining({ object: 'webhook_test', webhook_id: id }),
    },
  ]);
  await call(`/${id}`, { method: 'PATCH', body: { enabled: false } });
  const refused = await call(`/${id}/test`, { method: 'POST' });
  expect(codeOf(refused)).toEqual([422, 'invalid_request']);
});

test('changes of one endpoint at the same moment are all kept', async () => {
  const { id } = await create();
  const bodies = [{ description: 'New' }, { enabled: false }, { events: ['credits.low'] }];
  await Promise.all(bodies.map((body) => call(`/${id}`, { method: 'PATCH', body })));
  const after = JSON.parse((await call(`/${id}`)).text);
  expect(after).toMatchObject(Object.assign({}, ...bodies));
});

test('there are 20 endpoints at most', async () => {
  for (let number = 0; number < 20; number++) await create();
  expect(codeOf(await call('', { body: wanted }))).toEqual([422, 'invalid_request']);
});

test('changes are in the audit log, under the key’s name', async () => {
  const { id } = await create();
  await call(`/${id}`, { method: 'PATCH', body: { description: 'New' } });
  await call(`/${id}/rotate_secret`, { method: 'POST' });
  await call(`/${id}/test`, { method: 'POST' });
  await call(`/${id}`, { method: 'DELETE' });
  const { rows } = await ownerPool().query(
    `SELECT action, actor_kind, actor_id, actor_label, target_label, request_id LIKE 'req\\_%' AS asked
     FROM audit_events WHERE target_id = $1 ORDER BY created_at, id`,
    [id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'webhook.create',
    'webhook.update',
    'webhook.rotate_secret',
    'webhook.test',
    'webhook.remove',
  ]);
  expect(rows[0]).toMatchObject({
    actor_kind: 'api_key',
    actor_id: key.id,
    actor_label: 'Backend',
    target_label: '93.184.216.34',
    asked: true,
  });
});

describe('what is not allowed', () => {
  const everyWay = (id: string): [string, Sent][] => [
    [`/${id}`, {}],
    [`/${id}`, { method: 'PATCH', body: { description: 'x' } }],
    [`/${id}`, { method: 'DELETE' }],
    [`/${id}/test`, { method: 'POST' }],
    [`/${id}/rotate_secret`, { method: 'POST' }],
  ];

  test('another organization’s endpoint is not there, the other environment’s is named', async () => {
    const { id } = await create();
    const stranger = await seedKey(ownerPool(), await seedOrganization(ownerPool()));
    const test = await seedKey(ownerPool(), organizationId, { environment: 'test' });
    for (const [path, sent] of everyWay(id)) {
      expect(codeOf(await call(path, { ...sent, by: stranger }))).toEqual([
        404,
        'webhook_not_found',
      ]);
      expect(codeOf(await call(path, { ...sent, by: test }))).toEqual([
        401,
        'api_key_wrong_environment',
      ]);
    }
    for (const [path, sent] of everyWay('nonsense')) {
      expect(codeOf(await call(path, sent))).toEqual([404, 'webhook_not_found']);
    }
    expect(JSON.parse((await call('', { by: stranger })).text).data).toEqual([]);
  });

  test('a key without webhooks:manage', async () => {
    const { id } = await create();
    const weak = await seedKey(ownerPool(), organizationId, {
      permissions: ['sessions:read', 'sessions:write'],
    });
    const ways: [string, Sent][] = [['', {}], ['', { body: wanted }], ...everyWay(id)];
    for (const [path, sent] of ways) {
      const refused = await call(path, { ...sent, by: weak });
      expect(codeOf(refused)).toEqual([403, 'insufficient_permissions']);
    }
  });

  test('private addresses, in the same words and after the same time', async () => {
    const bad = [
      'https://127.0.0.1/x',
      'http://93.184.216.34/x',
      'https://localhost/x',
      'nonsense',
    ];
    const refused = await Promise.all(
      bad.map(async (address) => {
        const start = performance.now();
        const { error, status } = await call('', { body: { ...wanted, url: address } });
        return {
          status,
          message: error?.message,
          param: error?.param,
          took: performance.now() - start,
        };
      }),
    );
    for (const { took, ...answer } of refused) {
      expect(answer).toEqual({
        ...answer,
        status: 422,
        message: refused[0]?.message,
        param: 'url',
      });
      expect(took).toBeGreaterThan(990);
      expect(took).toBeLessThan(1_500);
    }
    const { id } = await create();
    const body = { url: 'https://10.0.0.1/x' };
    const changed = await call(`/${id}`, { method: 'PATCH', body });
    expect([...codeOf(changed), changed.error?.param]).toEqual([422, 'invalid_request', 'url']);
  });

  test.each([
    [{ ...wanted, events: [] }, 'events'],
    [{ ...wanted, events: ['session.exploded'] }, 'events.0'],
    [{ ...wanted, events: ['webhook.test'] }, 'events.0'],
    [{ ...wanted, secret: 'whsec_mine' }, 'secret'],
    [{ ...wanted, description: 'a\nb' }, 'description'],
    [{ events: wanted.events }, 'url'],
  ])('%j is invalid', async (body, param) => {
    const { status, error } = await call('', { body });
    expect([status, error?.code, error?.param]).toEqual([422, 'invalid_request', param]);
  });

  test('a PATCH that says nothing', async () => {
    const { id } = await create();
    const empty = await call(`/${id}`, { method: 'PATCH', body: {} });
    expect(codeOf(empty)).toEqual([422, 'invalid_request']);
  });
});
