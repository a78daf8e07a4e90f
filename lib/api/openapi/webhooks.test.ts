import { expect, test } from 'vitest';
import { webhookEventTypes } from '#lib/webhooks/events';
import { openApiDocument } from './document.ts';

type Schema = { $ref?: string; properties?: Record<string, Schema>; const?: string };
type Json = { content: { 'application/json': { schema: Schema } } };

const document = openApiDocument({ live: 'https://api.example.com', test: '' });

/** What the document says is posted for a type of event. */
function postedFor(type: string): Schema['properties'] {
  const webhook = document.webhooks[type] as { post: { requestBody: Json } };
  return webhook.post.requestBody.content['application/json'].schema.properties;
}

function answerOf(path: string): Schema {
  const { get } = document.paths[path] as { get: { responses: Record<string, Json> } };
  const { $ref = '' } = get.responses['200']?.content['application/json'].schema ?? {};
  return document.components.schemas[$ref.split('/').at(-1) ?? ''] as Schema;
}

test('every type of event is described with its own data', () => {
  expect(Object.keys(document.webhooks)).toEqual(webhookEventTypes);
  for (const type of webhookEventTypes) {
    expect(postedFor(type)).toMatchObject({ type: { const: type }, data: { type: 'object' } });
    expect(postedFor(type)?.data?.properties).toHaveProperty('object');
  }
});

test.each([
  ['session.ended', '/v1/sessions/{id}'],
  ['recording.ready', '/v1/recordings/{id}'],
  ['analysis.complete', '/v1/analyses/{id}'],
])('%s is described as the answer of GET %s', (type, path) => {
  expect(postedFor(type)?.data).toEqual(answerOf(path));
});
