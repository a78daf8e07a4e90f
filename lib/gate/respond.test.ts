import { describe, expect, test } from 'vitest';
import { type Outcome, refuse } from './call.ts';
import { readHead } from './head.ts';
import type { Known } from './known.ts';
import { type Asked, respond } from './respond.ts';

const NOW = 1_800_000_000_000;
const counters = { organization: { limit: 10, count: 3 }, key: null, resetAt: NOW / 1000 + 30 };

function asked(more: Partial<Asked> = {}, headers: string[] = []): Asked {
  return {
    requestId: 'req_1',
    head: readHead('POST', '/v1/sessions', headers),
    route: null,
    allow: null,
    presented: true,
    known: null,
    counters: null,
    now: NOW,
    drained: true,
    ...more,
  };
}

const known = {
  snapshot: {
    key: { endsAt: null, retiring: false },
    account: { balance: 7, used: 3 },
  },
} as unknown as Known;

const success: Outcome = { kind: 'success', status: 201, body: '{"a":1}' };
const read = (headers: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : [])),
  );
const answer = (question: Asked, outcome: Outcome, closing = false) => {
  const { headers, ...rest } = respond(question, outcome, closing);
  return { ...rest, headers: read(headers) };
};

describe('a success', () => {
  test('has the status, the body as it is, and what every answer has', () => {
    expect(answer(asked(), success)).toEqual({
      status: 201,
      body: '{"a":1}',
      encoding: 'latin1',
      headers: {
        'X-Request-ID': 'req_1',
        'Cache-Control': 'no-store',
        'Content-Type': 'application/json',
        'Content-Length': '7',
      },
    });
  });

  test('counts bytes, not characters', () => {
    const { encoding, headers } = answer(asked(), { ...success, body: '{"a":"ö€"}' });
    expect([encoding, headers['Content-Length']]).toEqual(['utf8', '13']);
  });

  test('without content has no type and no length', () => {
    const { headers } = answer(asked(), { kind: 'success', status: 204, body: '' });
    expect(Object.keys(headers)).toEqual(['X-Request-ID', 'Cache-Control']);
  });

  test('of a known key shows limits and credits; a write its own balance', () => {
    const question = asked({ known, counters });
    expect(answer(question, success).headers).toMatchObject({
      'X-RateLimit-Limit': '10',
      'X-RateLimit-Remaining': '7',
      'X-RateLimit-Reset': String(counters.resetAt),
      RateLimit: '"default";r=7;t=30',
      'X-API-Credits-Remaining': '7',
      'X-API-Credits-Used': '3',
    });
    const written = { ...success, credits: { remaining: 6, used: 4 } };
    expect(answer(question, written).headers).toMatchObject({
      'X-API-Credits-Remaining': '6',
      'X-API-Credits-Used': '4',
    });
  });

  test('that was given before says so', () => {
    const { headers } = answer(asked(), { ...success, replayed: true });
    expect(headers['Idempotent-Replayed']).toBe('true');
  });
});

describe('a refusal', () => {
  test('has the envelope of its code', () => {
    const refusal = refuse('body', 'invalid_request', { message: 'No.', param: 'mode' });
    const { status, body } = answer(asked(), refusal);
    expect(status).toBe(422);
    expect(JSON.parse(body)).toEqual({
      error: {
        type: 'validation_error',
        code: 'invalid_request',
        message: 'No.',
        param: 'mode',
        request_id: 'req_1',
      },
    });
  });

  test('names the time to wait in header and body', () => {
    const refusal = refuse('rate_limit', 'rate_limit_exceeded', { retryAfter: 9 });
    const { headers, body } = answer(asked(), refusal);
    expect([headers['Retry-After'], JSON.parse(body).error.retry_after]).toEqual(['9', 9]);
  });

  test('is a problem document when that was asked for', () => {
    const question = asked({}, ['Accept', 'application/problem+json']);
    const { headers, body } = answer(question, refuse('parse', 'route_not_found'));
    expect(headers['Content-Type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 404, error: { code: 'route_not_found' } });
  });

  test('challenges, and says more when a credential was sent', () => {
    const refusal = refuse('credential', 'api_key_invalid');
    const challenge = (presented: boolean) =>
      answer(asked({ presented }), refusal).headers['WWW-Authenticate'];
    expect(challenge(false)).toBe('Bearer realm="API"');
    expect(challenge(true)).toContain('error="invalid_token"');
  });

  test('of a method says what the path takes', () => {
    const { headers } = answer(asked({ allow: 'GET' }), refuse('parse', 'method_not_allowed'));
    expect(headers.Allow).toBe('GET');
  });
});

describe('the connection', () => {
  const closes = (question: Asked, outcome: Outcome = success, closing = false) =>
    answer(question, outcome, closing).headers.Connection === 'close';
  const unread = (...headers: string[]) => asked({ drained: false }, headers);

  test('is kept when nothing of the request is left, unless the gate is ending', () => {
    expect(closes(asked())).toBe(false);
    expect(closes(asked(), success, true)).toBe(true);
  });

  test.each([
    ['a short body', ['Content-Length', '1048576'], false],
    ['a long body', ['Content-Length', '1048577'], true],
    ['a body of unknown length', ['Transfer-Encoding', 'chunked'], true],
    ['a body that waits to be asked for', ['Content-Length', '2', 'Expect', '100-continue'], true],
  ])('with %s that nobody read', (_, headers, closed) => {
    expect(closes(unread(...headers), refuse('credential', 'api_key_invalid'))).toBe(closed);
  });

  test('ends when the body did not come in time', () => {
    expect(closes(unread('Content-Length', '9'), refuse('parse', 'request_timeout'))).toBe(true);
  });
});
