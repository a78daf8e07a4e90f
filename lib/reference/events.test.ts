import { expect, test } from 'vitest';
import { openApiDocument } from '#lib/api/openapi/document';
import { webhookEvents, webhookEventTypes } from '#lib/webhooks/events';
import { webhookPayloads } from '#lib/webhooks/payloads';
import { eventsOf } from './events.ts';
import { resourcesOf } from './operations.ts';

const document = openApiDocument({ live: 'https://api.test', test: '' });
const events = eventsOf(document, resourcesOf(document));

test('every type of event is told of, with when it happens', () => {
  const told = events.types.map(({ type, description }) => [type, description]);
  expect(Object.fromEntries(told)).toEqual(webhookEvents);
});

test('forms show when it happens as plain text', () => {
  expect(Object.values(webhookEvents).join()).not.toMatch(/[`*[\]]/);
});

test('the headers of the signature and the fields around the data are told of', () => {
  expect(events.headers.map(({ name, place }) => [name, place])).toEqual([
    ['webhook-id', 'header'],
    ['webhook-timestamp', 'header'],
    ['webhook-signature', 'header'],
  ]);
  expect(events.body.map(({ name, required }) => [name, required])).toContainEqual(['data', true]);
});

test.each(webhookEventTypes)('the data of %s is told of once, with each of its fields', (type) => {
  const told = events.data.filter(({ types }) => types.includes(type));
  const names = told.map(({ attributes }) => attributes.map(({ name }) => name));
  expect(names).toEqual([Object.keys(webhookPayloads[type].shape)]);
});

test('a shape has a name of its own, and one that the API answers leads there', () => {
  const told = events.data.map(({ name, sameAs }) => [name, sameAs?.path ?? null]);
  expect(told).toEqual([
    ['session', '/v1/sessions/{id}'],
    ['transcript', null],
    ['recording', '/v1/recordings/{id}'],
    ['analysis', '/v1/analyses/{id}'],
    ['api_key', null],
    ['alert key_expiring', null],
    ['alert credits_low', null],
    ['alert credits_exhausted', null],
    ['alert rate_limit_pressure', null],
    ['alert refused_calls', null],
    ['alert unusual_activity', null],
  ]);
});

test('of fields around the data none says what one type alone has', () => {
  const own = events.body.filter(({ name }) => name === 'type' || name === 'data');
  expect(own.map(({ values, inner }) => [values, inner])).toEqual([
    [[], []],
    [[], []],
  ]);
});
