import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSessionBody } from './body.ts';
import { createSession } from './create.ts';
import { STREAM_TOKEN_MS, streamToken } from './token.ts';

const NOW = Date.parse('2026-11-24T12:00:00.123Z');
const key = { id: 'key_1', organizationId: 'org_1', environment: 'live' } as const;
const services = {
  gateUrl: 'https://gate.test',
  secret: createSecretKey(Buffer.alloc(32, 'a')),
  engine: 'sandbox',
} as const;

/** The write that a request with this JSON body asks for. */
const asked = (json: unknown) => createSession(key, createSessionBody.parse(json), services);

const anyJson = fc.record(
  {
    mode: fc.constantFrom('ai_agent', 'help_chat_voice'),
    source_language: fc.constantFrom('de', 'EN-us', null),
    recording: fc.record({ enabled: fc.boolean() }),
    metadata: fc.dictionary(
      fc
        .string({ minLength: 1, maxLength: 40, unit: 'binary' })
        // Zod leaves it out of every record.
        .filter((name) => name !== '__proto__'),
      fc.string({ maxLength: 40, unit: 'binary' }),
      { maxKeys: 5 },
    ),
  },
  { requiredKeys: ['mode'] },
);

test('what is kept is short, holds no secret, and makes the same answer of the same request', () => {
  fc.assert(
    fc.property(anyJson, (json) => {
      const first = asked(json);
      const { kept, voiceSessionId } = first.perform(undefined, NOW);
      expect(kept).toMatch(/^sess_[0-9A-Z]{26} \d{13} https:\/\/gate.test sandbox$/);
      const text = first.answer(kept);
      const metadata = Object.entries(json.metadata ?? {}).reverse();
      const again = { ...json, ...(json.metadata && { metadata: Object.fromEntries(metadata) }) };
      expect(asked(again).answer(kept)).toBe(text);
      expect(JSON.parse(text)).toMatchObject({ id: voiceSessionId, metadata: json.metadata ?? {} });
    }),
  );
});

test('the stream is that of the session and its time', () => {
  const effect = asked({ mode: 'ai_agent' });
  const { kept, voiceSessionId } = effect.perform(undefined, NOW);
  const id = voiceSessionId ?? '';
  const expiresAt = NOW + STREAM_TOKEN_MS;
  expect(JSON.parse(effect.answer(kept)).stream).toEqual({
    url: `wss://gate.test/v1/sessions/${id}/connect`,
    token: streamToken(services.secret, { id, environment: 'live', expiresAt }),
    expires_at: '2026-11-24T12:05:00.123Z',
  });
});
