import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mintKey } from '#lib/keys/format';
import { readCredential, withoutKeys } from './credential.ts';
import { readHead } from './head.ts';

const key = mintKey('live');
const other = mintKey('live');
const read = (headers: string[], url = '/v1/me') => readCredential(readHead('GET', url, headers));
const text = { kind: 'text', text: key };

describe('one credential', () => {
  test.each([
    [['Authorization', `Bearer ${key}`], text],
    [['authorization', `bearer ${key}`], text],
    [['AUTHORIZATION', `BEARER   ${key}`], text],
    [['X-API-Key', key], text],
    [['X-API-Key', key, 'Authorization', `Bearer ${key}`], text],
    [[], { kind: 'none' }],
    [['Cookie', `key=${key}`], { kind: 'none' }],
  ])('%j', (headers, result) => {
    expect(read(headers)).toEqual(result);
  });
});

describe('anything ambiguous is invalid', () => {
  test.each([
    [['Authorization', `Bearer ${key}`, 'X-API-Key', other]],
    [['Authorization', `Bearer ${key}`, 'Authorization', `Bearer ${other}`]],
    [['Authorization', `Bearer ${key}`, 'Authorization', `Bearer ${key}`]],
    [['X-API-Key', key, 'X-API-Key', key]],
    [['X-API-Key', key, 'x-api-key', other]],
    [['Authorization', `Basic ${key}`, 'X-API-Key', key]],
    [['Authorization', `Bearer ${key}, Bearer ${other}`]],
    [['Authorization', key]],
    [['Authorization', 'Bearer']],
    [['Authorization', '']],
    [['X-API-Key', '']],
    [['X-API-Key', `${key}x`]],
  ])('%j', (headers) => {
    expect(read(headers)).toEqual({ kind: 'invalid' });
  });
});

describe('a key in the query is invalid, also beside a good header', () => {
  test.each([
    `/v1/me?api_key=${key}`,
    '/v1/me?api_key=',
    `/v1/me?x=${key}`,
    `/v1/me?x=${encodeURIComponent(key)}`,
    `/v1/me?x=${[...key].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')}`,
    `/v1/me?x=${key}&bad=%zz`,
    '/v1/me?access_token=abc',
    '/v1/me?a=b&API-KEY=c',
  ])('%s', (url) => {
    expect(read(['Authorization', `Bearer ${key}`], url)).toEqual({ kind: 'invalid' });
  });

  test.each(['/v1/me?limit=20', '/v1/me?', '/v1/me?apikeys=1'])('but %s is fine', (url) => {
    expect(read(['Authorization', `Bearer ${key}`], url)).toEqual(text);
  });
});

describe('what is kept of a call holds no key', () => {
  test.each([
    ['/v1/me', '/v1/me'],
    [`/v1/sessions/${key}`, '/v1/sessions/sk_live_…'],
    [`/v1/sessions/sk%5Flive_${key.slice(8)}/end`, '/v1/sessions/sk_live_…'],
    [`curl ${key} ${other}`, 'curl sk_live_… sk_live_…'],
  ])('%s', (given, kept) => {
    expect(withoutKeys(given)).toBe(kept);
  });

  test('for any text around a key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(withoutKeys(`${before}${key}${after}`)).not.toContain(key.slice(8));
      }),
    );
  });
});
