import { expect, test } from 'vitest';
import { openApiDocument } from '#lib/api/openapi/document';
import { webhookEvents } from '#lib/webhooks/events';
import { eventsOf } from './events.ts';

const events = eventsOf(openApiDocument({ live: 'https://api.test', test: '' }));

test('every type of event is told of, with when it happens', () => {
  const told = events.types.map(({ type, description }) => [type, description]);
  expect(Object.fromEntries(told)).toEqual(webhookEvents);
});

test('the headers of the signature and the fields around the data are told of', () => {
  expect(events.headers.map(({ name, place }) => [name, place])).toEqual([
    ['webhook-id', 'header'],
    ['webhook-timestamp', 'header'],
    ['webhook-signature', 'header'],
  ]);
  expect(events.body.map(({ name, required }) => [name, required])).toContainEqual(['data', true]);
});
