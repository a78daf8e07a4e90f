import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import {
  callWebhooks,
  codeOf,
  createWebhook,
  type WebhookCall,
  wantedHook,
} from '#test/webhook-calls';

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
    const ways: [string, Sent][] = [['', {}], ['', { body: wantedHook }], ...everyWay(id)];
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
        const { error, status } = await call('', { body: { ...wantedHook, url: address } });
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
    [{ ...wantedHook, events: [] }, 'events'],
    [{ ...wantedHook, events: ['session.exploded'] }, 'events.0'],
    [{ ...wantedHook, events: ['webhook.test'] }, 'events.0'],
    [{ ...wantedHook, secret: 'whsec_mine' }, 'secret'],
    [{ ...wantedHook, description: 'a\nb' }, 'description'],
    [{ events: wantedHook.events }, 'url'],
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
