import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { startWorker } from '#lib/jobs/worker';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type HookServer, startHookServer } from '#test/hook-server';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { makeSession, seedRecording, speak } from '#test/spoken-session';
import { asOperator, dataOf as resultOf } from '#test/tenant';
import { letPausesEnd, seedEndpoint } from '#test/webhooks';
import { listEndpointDeliveries, showDelivery } from './deliveries.ts';
import type { WebhookEventType } from './events.ts';
import { webhookEnvelope } from './payloads.ts';

let at: TestGate;
let worker: { close(): Promise<void> };
let spender: Spender;
let hook: HookServer;
let status: number;

beforeAll(async () => {
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  resetEnv();
  at = await startTestGate();
  worker = await startWorker();
});
afterAll(async () => {
  await Promise.all([at.gate.close(), worker.close()]);
  vi.unstubAllEnvs();
  resetEnv();
});
beforeEach(async () => {
  status = 200;
  spender = await seedSpender(ownerPool(), 100, { requestsPerMinute: 1_000_000 });
  hook = await startHookServer((response) => response.writeHead(status).end());
});
afterEach(() => hook.close());

const subscribe = (...events: WebhookEventType[]) =>
  seedEndpoint(spender.organizationId, { url: hook.url, events });

const soon = { timeout: 8_000, interval: 25 };

/** The text of the `data` of the next event of this type, once it came. */
async function dataOf(type: WebhookEventType): Promise<string> {
  const bodies = () => hook.calls.flatMap(({ body }) => (body.includes(`"${type}"`) ? body : []));
  await expect.poll(() => bodies().length, soon).toBe(1);
  const [body = ''] = bodies();
  webhookEnvelope(type).parse(JSON.parse(body));
  return body.slice(body.indexOf('"data":') + '"data":'.length, -1);
}

const read = async (path: string) => (await callGate(at.live, path, { key: spender.keyText })).text;
const post = (path: string, body: object) =>
  callGate(at.live, path, { key: spender.keyText, body });

async function spoken(): Promise<string> {
  const id = await makeSession(at.live, spender, {
    ...{ mode: 'ai_agent', source_language: 'de', metadata: { ticket: '7', b: 'ü', a: '1' } },
  });
  const turns = [{ language: 'fr' }, { language: 'de' }, { language: '' }, { language: 'fr' }];
  await speak(ownerPool(), id, turns, { ended: false });
  expect((await post(`/v1/sessions/${id}/end`, {})).status).toBe(200);
  return id;
}

test('a session’s event has byte for byte what the API answers', async () => {
  await subscribe('session.created', 'session.ended');
  const id = await makeSession(at.live, spender);
  const created = await read(`/v1/sessions/${id}`);
  expect(await dataOf('session.created')).toBe(created);
  expect(JSON.parse(created)).toHaveProperty('engine', 'sandbox');
  await post(`/v1/sessions/${id}/end`, {});
  expect(await dataOf('session.ended')).toBe(await read(`/v1/sessions/${id}`));
});

test('a transcript’s event has what the API answers, but for the turns', async () => {
  await subscribe('transcript.ready');
  const id = await spoken();
  const { turns, ...head } = JSON.parse(await read(`/v1/sessions/${id}/transcript`));
  expect(turns).toHaveLength(4);
  expect(head.metadata).toMatchObject({ total_turns: 4, languages_detected: ['fr', 'de'] });
  expect(await dataOf('transcript.ready')).toBe(JSON.stringify(head));
});

test.each(['ready', 'failed'] as const)(
  'an event of a %s recording has byte for byte what the API answers',
  async (state) => {
    await subscribe(`recording.${state}`);
    const session = await makeSession(at.live, spender);
    const id = await seedRecording(ownerPool(), session, {
      samples: Buffer.alloc(8_001),
      status: state,
    });
    const answered = await read(`/v1/recordings/${id}`);
    expect(await dataOf(`recording.${state}`)).toBe(answered);
    const address = `http://localhost:4000/v1/recordings/${id}/audio`;
    expect(JSON.parse(answered).download_url).toBe(state === 'ready' ? address : null);
  },
);

test('an analysis’s event has byte for byte what the API answers', async () => {
  await subscribe('analysis.complete');
  const session = await spoken();
  const include = ['performance', 'summary', 'keywords'];
  const asked = await post(`/v1/sessions/${session}/analysis`, { include });
  const data = await dataOf('analysis.complete');
  expect(data).toBe(await read(`/v1/analyses/${JSON.parse(asked.text).id}`));
  for (const part of include) expect(JSON.parse(data)[part]).toEqual(expect.any(Object));
});

test('a failed analysis’s event has byte for byte what the API answers', async () => {
  await subscribe('analysis.failed');
  const session = await spoken();
  const asked = await post(`/v1/sessions/${session}/analysis`, { include: ['summary'] });
  const { id } = JSON.parse(asked.text);
  // In one transaction, so that no worker takes it between the two.
  await ownerPool().query(
    `UPDATE analyses SET status = 'processing', completed_at = NULL, results = NULL WHERE id = '${id}';
     UPDATE analyses SET status = 'failed', error = 'It could not be done.', completed_at = now() WHERE id = '${id}'`,
  );
  expect(await dataOf('analysis.failed')).toBe(await read(`/v1/analyses/${id}`));
});

test('the portal shows a body as it was posted', async () => {
  const { id: endpointId } = await subscribe('session.created');
  await makeSession(at.live, spender);
  await dataOf('session.created');
  const ctx = asOperator(spender.organizationId);
  const [delivery] = resultOf(await listEndpointDeliveries(ctx, { endpointId, limit: 1 })).items;
  const shown = resultOf(await showDelivery(ctx, { deliveryId: delivery?.id ?? '' }));
  expect(shown.payload).toBe(hook.calls[0]?.body);
});

test('an event keeps its bytes when the settings change between two attempts', async () => {
  status = 500;
  await subscribe('recording.ready');
  const session = await makeSession(at.live, spender);
  await seedRecording(ownerPool(), session, {});
  await expect.poll(() => hook.calls.length, soon).toBe(1);
  vi.stubEnv('GATE_LIVE_URL', 'https://moved.example.com');
  resetEnv();
  try {
    status = 200;
    const again = async () => {
      await letPausesEnd();
      return hook.calls.length;
    };
    await expect.poll(again, soon).toBe(2);
    expect(hook.calls[1]?.body).toBe(hook.calls[0]?.body);
  } finally {
    vi.stubEnv('GATE_LIVE_URL', 'http://localhost:4000');
    resetEnv();
  }
});
