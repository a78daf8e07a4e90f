import { describe, expect, test } from 'vitest';
import { mintKey } from '#lib/keys/format';
import { keyedGate, lines } from '#test/keyed-gate';
import { sendRaw } from '#test/raw-socket';

const on = keyedGate();

describe('what is not clean HTTP is refused with JSON and a request id, and closed', () => {
  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    [
      'two lengths',
      lines(
        'POST /v1/sessions HTTP/1.1',
        'Host: x',
        'Content-Length: 2',
        'Content-Length: 3',
        '',
        '{}',
      ),
      400,
    ],
    [
      'two equal lengths',
      lines(
        'POST /v1/sessions HTTP/1.1',
        'Host: x',
        'Content-Length: 2',
        'Content-Length: 2',
        '',
        '{}',
      ),
      400,
    ],
    [
      'a length and chunks',
      lines(
        'POST /v1/sessions HTTP/1.1',
        'Host: x',
        'Content-Length: 4',
        'Transfer-Encoding: chunked',
        '',
        '0',
        '',
        '',
      ),
      400,
    ],
    [
      'chunks under another name',
      lines(
        'POST /v1/sessions HTTP/1.1',
        'Host: x',
        'Transfer-Encoding: xchunked',
        '',
        '0',
        '',
        '',
      ),
      400,
    ],
    [
      'chunks not last',
      lines(
        'POST /v1/sessions HTTP/1.1',
        'Host: x',
        'Transfer-Encoding: chunked, identity',
        '',
        '0',
        '',
        '',
      ),
      400,
    ],
    [
      'a length that is no number',
      lines('POST /v1/sessions HTTP/1.1', 'Host: x', 'Content-Length: +2', '', '{}'),
      400,
    ],
    ['bare line feeds', 'GET /v1/me HTTP/1.1\nHost: x\n\n', 400],
    ['a bare line feed between headers', 'GET /v1/me HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n', 400],
    [
      'a bare carriage return in a value',
      'GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: b\rc\r\n\r\n',
      400,
    ],
    [
      'a space before the colon',
      'GET /v1/me HTTP/1.1\r\nHost: x\r\nContent-Length : 2\r\n\r\n{}',
      400,
    ],
    ['NUL in a header', 'GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n', 400],
    [
      'headers over the limit',
      `GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', 405],
  ])('%s', async (_, bytes, status) => {
    const answer = await sendRaw(on.at.live, bytes);
    expect(answer.statuses.at(-1)).toBe(status);
    expect(answer.closed).toBe(true);
    expect(answer.text).toMatch(/^X-Request-ID: req_[0-9A-Z]{26}\r$/m);
    expect(answer.text).toMatch(/\{"error":\{"type":"invalid_request_error",/);
    expect(answer.statuses.every((one) => one >= 400)).toBe(true);
  });

  test('a bad chunk in a body that is being read', async () => {
    const head = lines(
      'POST /v1/sessions HTTP/1.1',
      'Host: x',
      on.auth(),
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      '',
    );
    const answer = await sendRaw(on.at.live, lines(head, '5', '{"a":', 'zz', '', ''));
    expect(answer.statuses).toEqual([400]);
    expect(answer.closed).toBe(true);
    expect(answer.text).toMatch(/X-Request-ID: req_/);
  });

  test('a bad request behind one that is being answered gets no answer', async () => {
    const get = lines('GET /v1/me HTTP/1.1', 'Host: x', on.auth(), '', '');
    await sendRaw(on.at.live, get);
    const answer = await sendRaw(on.at.live, `${get}nonsense\r\n\r\n`);
    expect(answer.statuses).toEqual([200]);
    expect(answer.closed).toBe(true);
    const unknown = lines(
      'GET /v1/me HTTP/1.1',
      'Host: x',
      `X-API-Key: ${mintKey('live')}`,
      '',
      '',
    );
    const waiting = await sendRaw(on.at.live, `${unknown}nonsense\r\n\r\n`);
    expect(waiting.statuses).not.toContain(400);
    expect(waiting.closed).toBe(true);
  });

  test('a folded header line never joins a credential', async () => {
    const answer = await sendRaw(
      on.at.live,
      lines('GET /v1/me HTTP/1.1', 'Host: x', 'Authorization: Bearer', ` ${on.key.text}`, '', ''),
    );
    expect(answer.statuses).not.toContain(200);
  });
});

describe('the Host header', () => {
  test('is needed once', async () => {
    const none = await sendRaw(on.at.live, lines('GET /v1/me HTTP/1.1', on.auth(), '', ''));
    const twice = await sendRaw(
      on.at.live,
      lines('GET /v1/me HTTP/1.1', 'Host: a', 'Host: b', on.auth(), '', ''),
    );
    expect([none.statuses, twice.statuses]).toEqual([[400], [400]]);
    expect(none.text).toContain('"code":"malformed_request"');
    expect(none.text).toMatch(/X-Request-ID: req_/);
  });

  test('is not needed by HTTP/1.0, and absolute targets are understood', async () => {
    const old = await sendRaw(on.at.live, lines('GET /v1/me HTTP/1.0', on.auth(), '', ''));
    expect(old.statuses).toEqual([200]);
    const absolute = await sendRaw(
      on.at.live,
      lines('GET http://elsewhere.example/v1/me HTTP/1.1', 'Host: x', on.auth(), '', ''),
    );
    expect(absolute.statuses).toEqual([200]);
  });
});

describe('connections', () => {
  test('pipelined calls are answered in order, each once', async () => {
    const get = (path: string) => lines(`GET ${path} HTTP/1.1`, 'Host: x', on.auth(), '', '');
    const answer = await sendRaw(on.at.live, get('/v1/me') + get('/v1/nothing') + get('/v1/me'));
    expect(answer.statuses).toEqual([200, 404, 200]);
  });

  test('a refused call with a body leaves the connection usable', async () => {
    const body = '{"mode":"ai_agent"}';
    const post = lines(
      'POST /v1/sessions HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body,
    );
    const get = lines('GET /v1/me HTTP/1.1', 'Host: x', on.auth(), '', '');
    expect((await sendRaw(on.at.live, post + get)).statuses).toEqual([401, 200]);
  });

  test('what follows a refusal that ends the connection is not answered', async () => {
    const get = lines('GET /v1/me HTTP/1.1', 'Host: x', on.auth(), '', '');
    const chunked = lines('POST /v1/sessions HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked');
    const twoHosts = lines('GET /v1/me HTTP/1.1', 'Host: a', 'Host: b', '', '');
    const answers = [
      await sendRaw(on.at.live, `${chunked}\r\n\r\n0\r\n\r\n${get}`),
      await sendRaw(on.at.live, `GET /v1/me HTTP/1.1\r\nHost : x\r\n\r\n${get}`),
      await sendRaw(
        on.at.live,
        lines('GET /v1/me HTTP/1.1', 'Host: x', 'Connection: close', '', get),
      ),
    ];
    expect(answers.map(({ statuses }) => statuses)).toEqual([[401], [400], [401]]);
    expect(answers.every(({ closed }) => closed)).toBe(true);
    // This one is whole and says where it ends.
    expect((await sendRaw(on.at.live, twoHosts + get)).statuses).toEqual([400, 200]);
  });

  test('a stranger cannot make the gate take a long body', async () => {
    const head = lines(
      'POST /v1/sessions HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      '',
      '',
    );
    const answer = await sendRaw(on.at.live, `${head}5\r\n{"a":`);
    expect(answer.statuses).toEqual([401]);
    expect(answer.text).toContain('Connection: close');
  });
});
