import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isId } from '#lib/ids';
import { unseal } from '#lib/seal';
import { ownerPool } from '#test/database';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import {
  callWebhooks,
  codeOf,
  createWebhook,
  hookUrl,
  type WebhookCall,
  wantedHook,
} from '#test/webhook-calls';
import {
  webhookAnswer,
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

type Sent = Partial<WebhookCall>;

const call = (path: string, sent: Sent = {}) => callWebhooks(at.any, path, { by: key, ...sent });
const create = (body?: unknown, by = key) => createWebhook(at.any, by, body);

test('an endpoint is made, read, listed, changed and removed', async () => {
  const made = await create();
  expect(made).toMatchObject({
    object: 'webhook',
    environment: 'live',
    url: hookUrl,
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
  const body = { enabled: true, events, description: '', url: `${hookUrl}/2` };
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
  await create(wantedHook, await seedKey(ownerPool(), organizationId, { environment: 'test' }));
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
  const first = await call('', { body: wantedHook, headers });
  const replay = await call('', { body: wantedHook, headers });
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
  expect(codeOf(await call('', { body: wantedHook }))).toEqual([422, 'invalid_request']);
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
    target_label: '93.184.216.34/hooks',
    asked: true,
  });
});
