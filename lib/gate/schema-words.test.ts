import { expect, test } from 'vitest';
import { z } from 'zod';
import { createSessionBody } from '#lib/api/sessions/body';
import { createWebhookBody } from '#lib/api/webhooks/body';
import { webhookEventTypes } from '#lib/webhooks/events';
import { schemaWords } from './schema-words.ts';

function wordsOf(schema: z.ZodType, value: unknown): string | undefined {
  return schema.safeParse(value, { error: schemaWords }).error?.issues[0]?.message;
}

test.each([
  [createSessionBody, {}, /^Must be one of: bidirectional_translation, /],
  [createSessionBody, { mode: 'ai_agent', recording: true }, 'Must be an object.'],
  [createSessionBody, { mode: 'ai_agent', recording: {} }, 'This field is missing.'],
  [createSessionBody, { mode: 'ai_agent', colour: 1 }, 'There is no field "colour".'],
  [createSessionBody, [], 'Must be an object.'],
  [createWebhookBody, { url: 'https://example.com' }, 'This field is missing.'],
  [createWebhookBody, { url: 1, events: [] }, 'Must be a text.'],
  [createWebhookBody, { url: 'https://example.com', events: 'x' }, 'Must be a list.'],
  [z.object({ limit: z.int() }), { limit: '1' }, 'Must be a number.'],
])('what is wrong is said in plain words', (schema, value, words) => {
  expect(wordsOf(schema, value)).toMatch(words);
});

test('a schema’s own words come first, and a list of values is whole', () => {
  const url = 'https://example.com';
  expect(wordsOf(createWebhookBody, { url, events: [] })).toBe('Choose at least one event.');
  const words = wordsOf(createWebhookBody, { url, events: ['session.end'] });
  for (const type of webhookEventTypes) expect(words).toContain(type);
  expect(words?.length).toBeLessThan(1_000);
});
