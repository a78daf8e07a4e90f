import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeHeads } from '#lib/api/heads';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { type RawAnswer, sendRaw } from '#test/raw-socket';
import { startTestGate, type TestGate } from '#test/running-gate';
import { seedRecording } from '#test/spoken-session';

let at: TestGate;
let key: SeededKey;
let recordingId: string;

beforeAll(async () => {
  at = await startTestGate();
  key = await seedKey(ownerPool(), await seedOrganization(ownerPool()));
  const made = await callGate(at.live, '/v1/sessions', {
    key: key.text,
    body: { mode: 'ai_agent' },
  });
  const { id } = JSON.parse(made.text) as { id: string };
  recordingId = await seedRecording(ownerPool(), id, { samples: Buffer.alloc(800) });
});
afterAll(() => at.gate.close());

/** What nobody reads of an answer to HEAD: all that stands behind its head. */
const rest = ({ text }: RawAnswer) => text.slice(text.indexOf('\r\n\r\n') + 4);
const auth = () => `Authorization: Bearer ${key.text}`;
const head = (path: string, ...fields: string[]) =>
  `${[`HEAD ${path} HTTP/1.1`, 'Host: x', ...fields].join('\r\n')}\r\n\r\n`;

describe('HEAD is answered without a body', () => {
  const paths = routeHeads.map(({ path }) => path.replace(/:\w+/g, 'x'));

  test.each([...new Set(paths)])('%s is 405, and the connection goes on', async (path) => {
    const next = `GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`;
    const answer = await sendRaw(at.live, head(path, auth()) + next, 100);
    expect(answer.statuses).toEqual([405, 200]);
    expect(rest(answer)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each<[string, () => string, number]>([
    ['a sound that GET would send', () => head(`/v1/recordings/${recordingId}/audio`, auth()), 405],
    [
      'a part of it',
      () => head(`/v1/recordings/${recordingId}/audio`, auth(), 'Range: bytes=0-9'),
      405,
    ],
    ['without a key', () => head('/v1/me'), 405],
    ['an unknown path', () => head('/v1/nothing', auth()), 404],
    ['the health', () => head('/healthz'), 200],
    ['a stream', () => head('/v1/sessions/x/connect'), 400],
    [
      'a handshake',
      () => head('/v1/sessions/x/connect', 'Connection: Upgrade', 'Upgrade: websocket'),
      400,
    ],
    ['two Host headers', () => head('/v1/me', 'Host: y'), 400],
    [
      'a body of chunks',
      () => `${head('/v1/sessions', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
      405,
    ],
    ['a bad chunk', () => `${head('/v1/sessions', 'Transfer-Encoding: chunked')}zz\r\n`, 405],
    ['a long body', () => head('/v1/sessions', 'Content-Length: 9999999'), 405],
    ['a body that waits', () => head('/v1/me', 'Content-Length: 9', 'Expect: 100-continue'), 405],
    ['no HTTP', () => 'HEAD /v1/me\r\nHost : x\r\n\r\n', 400],
    ['a bad header', () => head('/v1/me', 'X-A : b'), 400],
    ['two lengths', () => head('/v1/me', 'Content-Length: 1', 'Content-Length: 2'), 400],
    ['long headers', () => head('/v1/me', `X-A: ${'a'.repeat(20_000)}`), 431],
  ])('%s', async (_, bytes, status) => {
    const answer = await sendRaw(at.live, bytes());
    expect(answer.statuses).toEqual([status]);
    expect(rest(answer)).toBe('');
    // As long as the body that GET would get (RFC 9110 §9.3.2), so that its reader knows it was left out.
    expect(answer.text).toMatch(/\r\nContent-Length: [1-9]/);
  });

  test('a bad head behind an answered one', async () => {
    const bad = head('/v1/me', 'X-A : b');
    const first = await sendRaw(at.live, `${head('/v1/me', 'Content-Length: 3')}{}${bad}`);
    expect(first.statuses[0]).toBe(405);
    expect(rest(first)).not.toContain('{');
  });

  test('a client of HEAD never meets bytes that it did not ask for', async () => {
    const headers = { 'X-A': 'a'.repeat(20_000) };
    const status = await new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port: at.live, method: 'HEAD', headers });
      call.on('error', reject);
      call.on('response', (response) => {
        response.resume().on('end', () => setTimeout(resolve, 100, response.statusCode));
      });
      call.end();
    });
    expect(status).toBe(431);
  });
});
