import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorAnswer } from '#lib/api/error-answer';
import { routeHeads } from '#lib/api/heads';
import { headerTexts } from '#lib/api/openapi/headers';
import { apiClient } from '#test/api-client';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import { seedRecording, speak } from '#test/spoken-session';
import { routeDocuments } from './documents.ts';

let at: TestGate;
let text: string;

beforeAll(async () => {
  at = await startTestGate();
  text = (await seedKey(ownerPool(), await seedOrganization(ownerPool()))).text;
});
afterAll(() => at.gate.close());

/** What a strict reader would say of an answer; each header of it has to be documented. */
async function expectDocumented(route: string, response: Response) {
  const found = routeDocuments.find(({ head }) => `${head.method} ${head.path}` === route);
  expect(response.status, route).toBe(found?.answer.status);
  const isJson = response.headers.get('content-type') === 'application/json';
  const json: unknown = isJson ? await response.json() : null;
  if (found?.answer.schema) expect(found.answer.schema.safeParse(json).error).toBeUndefined();
  const known = new Set(Object.keys(headerTexts).map((name) => name.toLowerCase()));
  const http = [
    'accept-ranges',
    'cache-control',
    'content-disposition',
    'content-type',
    'content-length',
    'connection',
    'date',
    'keep-alive',
  ];
  const strange = [...response.headers.keys()].filter((name) => !known.has(name));
  expect(strange.filter((name) => !http.includes(name))).toEqual([]);
}

type Client = ReturnType<typeof apiClient>;

/** Streams, transcripts, recordings and analyses of a session; another one is ended with turns in it. */
async function useTheRest(client: Client, ended: string): Promise<void> {
  const { data } = await client.POST('/v1/sessions', { body: { mode: 'ai_agent' } });
  const path = { id: data?.id ?? '' };
  await client.POST('/v1/sessions/{id}/stream_token', { params: { path }, body: {} });
  await speak(ownerPool(), ended, [{}]);
  const of = { params: { path: { id: ended } } };
  await client.GET('/v1/sessions/{id}/transcript', of);
  const recording = { id: await seedRecording(ownerPool(), ended, { samples: Buffer.alloc(80) }) };
  await client.GET('/v1/sessions/{id}/recordings', of);
  await client.GET('/v1/recordings/{id}', { params: { path: recording } });
  const audio = { params: { path: recording }, parseAs: 'arrayBuffer' } as const;
  await client.GET('/v1/recordings/{id}/audio', audio);
  const analysis = await client.POST('/v1/sessions/{id}/analysis', {
    ...of,
    body: { include: ['summary'] },
  });
  await client.GET('/v1/analyses/{id}', { params: { path: { id: analysis.data?.id ?? '' } } });
  await useWebhooks(client);
}

async function useWebhooks(client: Client): Promise<void> {
  const { data } = await client.POST('/v1/webhooks', {
    body: { url: 'https://93.184.216.34/hooks', events: ['session.ended'] },
  });
  const at = { params: { path: { id: data?.id ?? '' } } };
  await client.GET('/v1/webhooks', { params: { query: { limit: 5 } } });
  await client.GET('/v1/webhooks/{id}', at);
  await client.PATCH('/v1/webhooks/{id}', { ...at, body: { description: 'One' } });
  await client.POST('/v1/webhooks/{id}/test', { ...at, body: {} });
  await client.POST('/v1/webhooks/{id}/rotate_secret', { ...at, body: {} });
  await client.DELETE('/v1/webhooks/{id}', at);
}

test('a generated client goes through every route, and every answer is as documented', async () => {
  const client = apiClient(`http://127.0.0.1:${at.live}`, text);
  const gone = new Set<string>();
  const answers: [string, Response][] = [];
  client.use({
    onResponse({ request, response, schemaPath }) {
      const route = `${request.method} ${schemaPath.replace(/\{(\w+)\}/g, ':$1')}`;
      gone.add(route);
      answers.push([route, response.clone()]);
    },
  });
  const { data: me } = await client.GET('/v1/me');
  expect(me?.permissions).toContain('sessions:write');
  const made = await client.POST('/v1/sessions', {
    body: { mode: 'ai_agent', source_language: 'de', recording: { enabled: true } },
    params: { header: { 'Idempotency-Key': 'one' } },
  });
  const id = made.data?.id ?? '';
  expect(made.data?.stream.token).toMatch(/^kst_live_/);
  const read = await client.GET('/v1/sessions/{id}', { params: { path: { id } } });
  expect(read.data?.recording.enabled).toBe(true);
  const ended = await client.POST('/v1/sessions/{id}/end', {
    params: { path: { id } },
    body: {},
  });
  expect(ended.data?.status).toBe('ended');
  await useTheRest(client, id);
  await client.GET('/v1/openapi.json');
  for (const [route, response] of answers) await expectDocumented(route, response);
  expect([...gone].sort()).toEqual(
    routeHeads.map(({ method, path }) => `${method} ${path}`).sort(),
  );
});

test('a refusal comes typed, and is as documented', async () => {
  const client = apiClient(`http://127.0.0.1:${at.live}`, text);
  const { error, response } = await client.GET('/v1/sessions/{id}', {
    params: { path: { id: 'sess_00000000000000000000000000' } },
  });
  expect(response.status).toBe(404);
  expect(error?.error.code).toBe('session_not_found');
  expect(errorAnswer.safeParse(error).error).toBeUndefined();
});

test('the description needs no key, is the same text each time, and speaks of this gate', async () => {
  const one = await callGate(at.live, '/v1/openapi.json');
  const other = await callGate(at.test, '/v1/openapi.json', { key: 'nonsense' });
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(other.text).toBe(one.text);
  const document = JSON.parse(one.text) as { openapi: string; servers: { url: string }[] };
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.servers.map(({ url }) => url)).toEqual([
    'http://localhost:4000',
    'http://localhost:4001',
  ]);
  expect(one.headers['x-request-id']).toMatch(/^req_/);
  expect(Object.keys(one.headers).filter((name) => /credits/.test(name))).toEqual([]);
});

test('one network may ask for it so often a minute; calls with a key are not touched', async () => {
  const statuses: number[] = [];
  let last = await callGate(at.any, '/v1/openapi.json');
  for (let call = 0; call < 260 && last.status === 200; call++) {
    last = await callGate(at.any, '/v1/openapi.json');
    statuses.push(last.status);
  }
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(100);
  expect(last.error?.code).toBe('rate_limit_exceeded');
  expect(Number(last.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  expect((await callGate(at.any, '/v1/me', { key: text })).status).toBe(200);
});
