import { connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import { callGate } from '#test/gate-call';
import { keyedGate } from '#test/keyed-gate';
import { sendRaw } from '#test/raw-socket';
import { type SlowAnswer, sendSlowly } from '#test/slow-socket';

const on = keyedGate();

const STRANGER = 'X-Nothing: 1';
const CHUNKED = 'Transfer-Encoding: chunked';

/** The head of a call; the known key's, unless it is a stranger's. */
function head(method: string, path: string, ...fields: string[]): string {
  const credential = fields.includes(STRANGER) ? [] : [`Authorization: Bearer ${on.key.text}`];
  return `${[`${method} ${path} HTTP/1.1`, 'Host: x', ...credential, ...fields].join('\r\n')}\r\n\r\n`;
}

const post = (...fields: string[]) =>
  head('POST', '/v1/sessions', 'Content-Type: application/json', ...fields);

/** What is sent at first, and what once a second after that. */
type Slow = { readonly start: () => string; readonly piece?: string };
type Kinds = Readonly<Record<string, Slow>>;

/** Requests that come so slowly, or not at all, that nobody knows yet what they ask for. */
const heads: Kinds = {
  'nothing at all': { start: () => '' },
  'a first line': { start: () => 'GET /v1/', piece: 'a' },
  'a header, a byte a second': {
    start: () => 'GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: ',
    piece: 'a',
  },
  'headers, one a second': {
    start: () => 'GET /v1/me HTTP/1.1\r\nHost: x\r\n',
    piece: 'X-Slow: a\r\n',
  },
  'all but its end': { start: () => head('GET', '/v1/me').slice(0, -2) },
};

/** Calls that are let in, and whose body then does not end. */
const bodies: Kinds = {
  'a byte a second': { start: () => `${post('Content-Length: 100')}{`, piece: ' ' },
  'announced and never sent': { start: () => post('Content-Length: 100') },
  'stalled half way': {
    start: () => `${post('Content-Length: 200000')}"${'x'.repeat(100_000)}`,
  },
  'chunks without end': { start: () => `${post(CHUNKED)}1\r\n{\r\n`, piece: '1\r\n \r\n' },
  'a chunk that is not filled': { start: () => `${post(CHUNKED)}ff\r\n{` },
  'the length of a chunk, a digit a second': { start: () => `${post(CHUNKED)}0`, piece: '0' },
  'trailers without end': { start: () => `${post(CHUNKED)}0\r\n`, piece: 'X-A: b\r\n' },
};

/** Calls that are answered before their body came. */
const rests: Kinds = {
  'a stranger’s': { start: () => post('Content-Length: 100', STRANGER), piece: ' ' },
  'of HEAD': { start: () => head('HEAD', '/v1/me', 'Content-Length: 100'), piece: ' ' },
  'of a call that needs none': {
    start: () => head('GET', '/v1/me', 'Content-Length: 100'),
    piece: ' ',
  },
  'of a type that is not taken': {
    start: () => post('Content-Length: 100', 'Content-Encoding: x'),
    piece: ' ',
  },
};

const others: Kinds = {
  'asked for': { start: () => post('Content-Length: 100', 'Expect: 100-continue') },
  'behind an answered call': { start: () => `${head('GET', '/v1/me')}GET /v1`, piece: 'a' },
};

/** A good call, and what is left of it when its client stops after any of its bytes. */
const whole = () => `${post(CHUNKED)}12\r\n{"mode":"ai_agent"\r\n1\r\n}\r\n0\r\n\r\n`;
const stopped: Promise<SlowAnswer>[] = [];

/** All of them at once, since each takes ten seconds and more. */
const answers = new Map<Slow, Promise<SlowAnswer>>();
beforeAll(() => {
  for (const slow of [heads, bodies, rests, others].flatMap((kinds) => Object.values(kinds))) {
    answers.set(slow, sendSlowly(on.at.live, slow.start(), slow.piece));
  }
  for (let bytes = 0; bytes < whole().length; bytes++) {
    stopped.push(sendSlowly(on.at.live, whole().slice(0, bytes)));
  }
});

async function answerTo(slow: Slow | undefined): Promise<SlowAnswer> {
  const answer = slow === undefined ? undefined : await answers.get(slow);
  if (answer === undefined) throw new Error('it was not sent');
  expect(answer.closed).toBe(true);
  return answer;
}

describe('who sends too slowly is told so, and hung up on', () => {
  test.each(Object.entries(heads))('a head: %s', async (_, slow) => {
    const { statuses, text, milliseconds } = await answerTo(slow);
    expect(statuses).toEqual([408]);
    expect(text).toMatch(/X-Request-ID: req_[\s\S]*"code":"request_timeout"/);
    expect(milliseconds).toBeGreaterThan(9_000);
    expect(milliseconds).toBeLessThan(13_000);
  });

  test.each(Object.entries(bodies))('a body: %s', async (_, slow) => {
    const { statuses, text, milliseconds } = await answerTo(slow);
    expect(statuses).toEqual([408]);
    expect(text).toMatch(/X-RateLimit-Remaining: [\s\S]*Connection: close[\s\S]*request_timeout/);
    expect(milliseconds).toBeGreaterThan(9_000);
    expect(milliseconds).toBeLessThan(13_000);
  });

  test('a call that stops at any of its bytes', async () => {
    expect((await sendRaw(on.at.live, whole())).statuses).toEqual([201]);
    expect(stopped.length).toBeGreaterThan(200);
    for (const { statuses, milliseconds } of await Promise.all(stopped)) {
      expect(statuses).toEqual([408]);
      expect(milliseconds).toBeLessThan(14_000);
    }
  });

  test('a body that was asked for', async () => {
    const { statuses, milliseconds } = await answerTo(others['asked for']);
    expect(statuses).toEqual([100, 408]);
    expect(milliseconds).toBeLessThan(13_000);
  });

  test('a head behind an answered call', async () => {
    const { statuses, milliseconds } = await answerTo(others['behind an answered call']);
    expect(statuses).toEqual([200, 408]);
    expect(milliseconds).toBeLessThan(14_000);
  });
});

// A second answer would be taken for that of the next call.
test.each(Object.entries(rests))(
  'the rest of a body that nobody reads, %s: silence',
  async (_, slow) => {
    const { statuses, milliseconds } = await answerTo(slow);
    expect(statuses).toHaveLength(1);
    expect(statuses[0]).not.toBe(408);
    expect(milliseconds).toBeLessThan(18_000);
  },
);

describe('500 slow connections', () => {
  test.each([
    ['heads', heads],
    ['bodies', bodies],
  ])('%s leave the others alone', async (_, kinds) => {
    const baseline = await percentile99(200);
    const slow = openMany(500, Object.values(kinds));
    try {
      await expect.poll(() => slow.connected()).toBe(500);
      expect(await percentile99(200)).toBeLessThan(Math.max(2 * baseline, 50));
      expect(slow.connected()).toBe(500);
    } finally {
      slow.close();
    }
  });
});

/** Opens so many connections of these kinds, which all send their piece ten times a second. */
function openMany(count: number, kinds: readonly Slow[]) {
  const sockets = new Map<Socket, Slow>();
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % kinds.length] ?? { start: () => '' };
    const socket = connect(on.at.live, '127.0.0.1', () => socket.write(kind.start()));
    socket.on('error', () => undefined);
    sockets.set(socket, kind);
  }
  const drip = setInterval(() => {
    for (const [socket, { piece }] of sockets) if (piece && socket.writable) socket.write(piece);
  }, 100);
  return {
    connected: () => [...sockets.keys()].filter(({ readyState }) => readyState === 'open').length,
    close() {
      clearInterval(drip);
      for (const socket of sockets.keys()) socket.destroy();
    },
  };
}

/** 99th percentile of the milliseconds of so many good calls, one after the other. */
async function percentile99(calls: number): Promise<number> {
  const took: number[] = [];
  for (let call = 0; call < calls; call++) {
    const started = clock.elapsed();
    const { status } = await callGate(on.at.live, '/v1/me', { key: on.key.text });
    expect(status).toBe(200);
    took.push(clock.elapsed() - started);
  }
  return took.sort((one, other) => one - other)[Math.floor(calls * 0.99)] ?? Number.NaN;
}
