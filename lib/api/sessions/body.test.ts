import { describe, expect, test } from 'vitest';
import { createSessionBody } from './body.ts';

const mode = 'ai_agent';

function fault(body: unknown): string {
  const result = createSessionBody.safeParse(body);
  const issue = result.error?.issues[0];
  const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  return result.success ? 'accepted' : [...(issue?.path ?? []), name ?? []].flat().join('.');
}

describe('the body of POST /v1/sessions', () => {
  test('takes everything that the contract names', () => {
    const full = {
      mode: 'bidirectional_translation',
      source_language: 'DE',
      target_language: 'zh-hant-tw',
      recording: { enabled: true },
      metadata: { order: '42', 'ein ort': 'Köln', empty: '' },
    };
    expect(createSessionBody.parse(full)).toEqual({
      ...full,
      source_language: 'de',
      target_language: 'zh-Hant-TW',
    });
    expect(createSessionBody.parse({ mode, source_language: null })).toEqual({
      mode,
      source_language: null,
    });
  });

  test.each([
    ['no body', undefined, ''],
    ['a list', [], ''],
    ['no mode', {}, 'mode'],
    ['an unknown mode', { mode: 'Ai_agent' }, 'mode'],
    ['a mode that is a list', { mode: [mode] }, 'mode'],
    ['an unknown field', { mode, voice: 'x' }, 'voice'],
    ['a field of the server', { mode, organization_id: 'org_1' }, 'organization_id'],
    ['provider', { mode, provider: { name: 'twilio' } }, 'provider'],
    ['recording that is no object', { mode, recording: true }, 'recording'],
    ['recording without enabled', { mode, recording: {} }, 'recording.enabled'],
    ['enabled that is a text', { mode, recording: { enabled: 'true' } }, 'recording.enabled'],
    ['more in recording', { mode, recording: { enabled: true, x: 1 } }, 'recording.x'],
    ['metadata that is a list', { mode, metadata: ['a'] }, 'metadata'],
    ['metadata that is null', { mode, metadata: null }, 'metadata'],
    ['a metadata number', { mode, metadata: { a: 1 } }, 'metadata.a'],
    ['a nested metadata object', { mode, metadata: { a: { not: '' } } }, 'metadata.a'],
    ['a long metadata value', { mode, metadata: { a: 'x'.repeat(501) } }, 'metadata.a'],
    [
      'a long metadata name',
      { mode, metadata: { ['n'.repeat(41)]: '' } },
      `metadata.${'n'.repeat(41)}`,
    ],
    ['an empty metadata name', { mode, metadata: { '': '' } }, 'metadata.'],
    ['21 pairs', { mode, metadata: pairs(21) }, 'metadata'],
  ])('refuses %s', (_name, body, path) => {
    expect(fault(body)).toBe(path);
  });

  test.each([
    '',
    'd',
    'de_DE',
    'de-',
    '-de',
    'deutsch!',
    'x'.repeat(36),
    'de-de-de-de',
    'i',
    'ＤＥ',
    5,
    {},
  ])('refuses the language %j', (source_language) => {
    expect(fault({ mode, source_language })).toBe('source_language');
    expect(fault({ mode, source_language })).toBe('source_language');
  });

  test('takes the limits themselves', () => {
    const metadata = { ...pairs(19), ['n'.repeat(40)]: 'v'.repeat(500) };
    expect(createSessionBody.parse({ mode, metadata }).metadata).toEqual(metadata);
  });

  test('says how to name a carrier when `provider` was sent', () => {
    const issue = createSessionBody.safeParse({ mode, provider: {} }).error?.issues[0];
    expect(issue?.message).toContain('`routing`');
  });

  test('takes no routing but null: no carrier is connected', () => {
    expect(createSessionBody.parse({ mode, routing: null })).toEqual({ mode, routing: null });
    const issue = createSessionBody.safeParse({ mode, routing: { to: '+49' } }).error?.issues[0];
    expect(issue).toMatchObject({ path: ['routing'], params: { code: 'routing_not_configured' } });
  });
});

function pairs(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, 'v']));
}
