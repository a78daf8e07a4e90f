import { describe, expect, test } from 'vitest';
import { keyedGate, lines } from '#test/keyed-gate';
import { sendRaw } from '#test/raw-socket';

const on = keyedGate();

describe('odd targets', () => {
  test.each<[string, string, string, number]>([
    ['all of the server', 'OPTIONS', '*', 404],
    ['OPTIONS of a route', 'OPTIONS', '/v1/me', 405],
    ['TRACE', 'TRACE', '/v1/me', 405],
    ['NUL', 'GET', '/v1/m\0e', 400],
    ['bytes above ASCII', 'GET', '/v1/m\xc3\xa9', 400],
    ['a space', 'GET', '/v1/m e', 400],
    ['an absolute one with a space', 'GET', 'http://a b/v1/me', 400],
    ['no path', 'GET', 'v1/me', 400],
    ['dots', 'GET', '/v1/sessions/../me', 404],
    ['dots in percent', 'GET', '/v1/sessions/%2e%2e/me', 404],
    ['dots and a slash in percent', 'GET', '/v1/sessions/%2e%2e%2fme', 404],
    ['NUL in percent', 'GET', '/v1/sessions/%00', 404],
    ['overlong UTF-8', 'GET', '/v1/sessions/%c0%ae%c0%ae', 404],
    ['a lone surrogate in UTF-8', 'GET', '/v1/sessions/%ed%a0%80', 404],
    ['a percent that ends early', 'GET', '/v1/sessions/%2', 404],
    ['a fragment', 'GET', '/v1/me#/v1/sessions', 404],
    ['a fragment behind an id', 'GET', `/v1/sessions/sess_${'0'.repeat(26)}#`, 404],
    ['a slash too many', 'GET', '/v1//me', 404],
  ])('%s: %s %j is %i', async (_, method, target, status) => {
    const answer = await sendRaw(
      on.at.live,
      lines(`${method} ${target} HTTP/1.1`, 'Host: x', on.auth(), '', ''),
      100,
    );
    expect(answer.statuses).toEqual([status]);
    expect(answer.text).toMatch(/^X-Request-ID: req_/m);
    expect(answer.text).toMatch(/"error":\{"type":"(invalid_request|not_found)_error",/);
  });

  // A proxy in front may have taken the words for the user's, so nothing of them may come back.
  test('TRACE repeats nothing', async () => {
    const answer = await sendRaw(
      on.at.live,
      lines('TRACE /v1/me HTTP/1.1', 'Host: x', 'X-Secret: once', on.auth(), '', ''),
      100,
    );
    expect(answer.text).not.toContain('once');
    expect(answer.text).not.toContain(on.key.text);
  });
});

describe('headers that are long or many', () => {
  test.each([
    ['a value of 10 kB', `X-A: ${'a'.repeat(10_000)}`],
    ['a User-Agent of 10 kB', `User-Agent: ${'a'.repeat(10_000)}`],
    ['300 headers', Array.from({ length: 300 }, (_, i) => `X-${i}: ${i}`).join('\r\n')],
    ['300 of one name', Array.from({ length: 300 }, () => 'X-Forwarded-For: 1').join('\r\n')],
  ])('%s change nothing', async (_, field) => {
    const answer = await sendRaw(
      on.at.live,
      lines('GET /v1/me HTTP/1.1', 'Host: x', field, on.auth(), '', ''),
    );
    expect(answer.statuses).toEqual([200]);
  });

  test('a second credential is found behind hundreds of headers', async () => {
    const many = Array.from({ length: 300 }, (_, i) => `X-${i}: ${i}`);
    const answer = await sendRaw(
      on.at.live,
      lines('GET /v1/me HTTP/1.1', 'Host: x', on.auth(), ...many, on.auth(), '', ''),
    );
    expect(answer.statuses).toEqual([401]);
  });
});
