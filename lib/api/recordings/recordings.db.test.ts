import { createHash, randomBytes } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { expectKeyHeaders } from '#test/gate-expect';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { makeSession, seedRecording } from '#test/spoken-session';
import { recordingAnswer, recordingsAnswer } from './answer.ts';
import { wavHeader } from './wav.ts';

let at: TestGate;
let spender: Spender;
let session: string;

beforeAll(async () => {
  at = await startTestGate();
  spender = await seedSpender(ownerPool(), 1_000, { requestsPerMinute: 1_000_000 });
  session = await makeSession(at.live, spender);
});
afterAll(() => at.gate.close());

const call = (path: string, headers = {}) =>
  callGate(at.live, path, { key: spender.keyText, headers });

type Download = { status: number; headers: IncomingMessage['headers']; bytes: Buffer };

/** Fetches a file, byte for byte. */
async function download(id: string, headers: Record<string, string> = {}): Promise<Download> {
  const response = await open(id, headers);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode: status = 0 } = response;
  return { status, headers: response.headers, bytes: Buffer.concat(chunks) };
}

function open(id: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const path = `/v1/recordings/${id}/audio`;
  const sent = { Authorization: `Bearer ${spender.keyText}`, ...headers };
  return new Promise((resolve, reject) => {
    const host = '127.0.0.1';
    get({ host, port: at.live, path, headers: sent, agent: false }, resolve).on('error', reject);
  });
}

describe('a recording', () => {
  test('is shown as the contract says', async () => {
    const id = await seedRecording(ownerPool(), session, { samples: Buffer.alloc(8_001) });
    const answer = await call(`/v1/recordings/${id}`);
    expect(answer.status).toBe(200);
    expect(recordingAnswer.parse(JSON.parse(answer.text))).toEqual({
      id,
      object: 'recording',
      session_id: session,
      channel: 'mixed',
      status: 'ready',
      duration: 8_001 / 8_000,
      format: 'wav',
      size: 58 + 8_001 + 1,
      sample_rate: 8_000,
      download_url: `http://localhost:4000/v1/recordings/${id}/audio`,
      created_at: expect.any(String),
      expires_at: expect.any(String),
    });
  });

  test.each(['processing', 'failed'] as const)('that is %s has no file', async (status) => {
    const id = await seedRecording(ownerPool(), session, { status });
    const shown = recordingAnswer.parse(JSON.parse((await call(`/v1/recordings/${id}`)).text));
    expect(shown).toMatchObject({ status, duration: null, size: null, download_url: null });
    const refused = await call(`/v1/recordings/${id}/audio`);
    expect([refused.status, refused.error?.code]).toEqual([404, 'recording_not_found']);
  });

  test('past its end is not there, by the database', async () => {
    const id = await seedRecording(ownerPool(), session, {
      samples: Buffer.alloc(5),
      expiresIn: -1,
    });
    for (const path of [`/v1/recordings/${id}`, `/v1/recordings/${id}/audio`]) {
      expect((await call(path)).error?.code).toBe('recording_not_found');
    }
    const { text } = await call(`/v1/sessions/${session}/recordings?limit=100`);
    expect(text).not.toContain(id);
  });
});

test('the list is the one that a model of it says, whatever is asked', async () => {
  const own = await makeSession(at.live, spender);
  const ids: string[] = [];
  for (let i = 0; i < 25; i++) ids.unshift(await seedRecording(ownerPool(), own, {}));
  ids.sort().reverse();
  const path = `/v1/sessions/${own}/recordings`;
  const places = fc.option(
    fc.tuple(fc.constantFrom('starting_after', 'ending_before'), fc.constantFrom(...ids)),
  );
  const asked = fc.tuple(fc.option(fc.integer({ min: 1, max: 100 })), places);
  await fc.assert(
    fc.asyncProperty(asked, async ([limit, place]) => {
      const query = new URLSearchParams();
      if (limit !== null) query.set('limit', String(limit));
      if (place !== null) query.set(...place);
      const { text } = await call(`${path}?${query}`);
      const list = recordingsAnswer.parse(JSON.parse(text));
      const from = place === null ? -1 : ids.indexOf(place[1]);
      const isBefore = place?.[0] === 'ending_before';
      const rest = isBefore ? ids.slice(0, from) : ids.slice(from + 1);
      const most = limit ?? 20;
      const shown = isBefore ? rest.slice(-most) : rest.slice(0, most);
      expect(list.data.map(({ id }) => id)).toEqual(shown);
      expect([list.has_more, list.url]).toEqual([rest.length > most, path]);
    }),
    { numRuns: 60 },
  );
  const none = await call(`/v1/sessions/${await makeSession(at.live, spender)}/recordings`);
  expect(JSON.parse(none.text)).toMatchObject({ data: [], has_more: false });
});

test.each([
  ['limit=0', 'limit'],
  ['page=2', 'page'],
  [`starting_after=sess_${'0'.repeat(26)}`, 'starting_after'],
])('the list with %s is malformed', async (query, param) => {
  const refused = await call(`/v1/sessions/${session}/recordings?${query}`);
  expect([refused.status, refused.error?.code, refused.error?.param]).toEqual([
    400,
    'malformed_request',
    param,
  ]);
});

describe('the file of a recording', () => {
  const samples = randomBytes(300_001);
  const whole = Buffer.concat([wavHeader(samples.length, 8_000), samples, Buffer.alloc(1)]);
  let id: string;
  beforeAll(async () => {
    id = await seedRecording(ownerPool(), session, { samples });
  });

  test('is a WAV with all headers of the contract', async () => {
    const { status, headers, bytes } = await download(id);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': String(whole.length),
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^req_/),
    });
    expectKeyHeaders({ status, headers, text: '', error: null });
    expect(bytes.equals(whole)).toBe(true);
  });

  test('is the same, however it is cut into ranges', async () => {
    const place = fc.tuple(fc.nat(whole.length + 100), fc.nat(whole.length + 100));
    await fc.assert(
      fc.asyncProperty(place, async ([one, other]) => {
        const [first, last] = one < other ? [one, other] : [other, one];
        const part = await download(id, { Range: `bytes=${first}-${last}` });
        if (first >= whole.length) {
          expect([part.status, part.headers['content-range']]).toEqual([
            416,
            `bytes */${whole.length}`,
          ]);
          return;
        }
        const end = Math.min(last, whole.length - 1);
        expect(part.status).toBe(206);
        expect(part.headers['content-range']).toBe(`bytes ${first}-${end}/${whole.length}`);
        expect(part.headers['content-length']).toBe(String(end - first + 1));
        expect(part.bytes.equals(whole.subarray(first, end + 1))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    [{ Range: 'bytes=0-57' }, 206, whole.subarray(0, 58)],
    [{ Range: 'bytes=-1' }, 206, whole.subarray(-1)],
    [{ Range: 'bytes=-3' }, 206, whole.subarray(-3)],
    [{ Range: 'bytes=57-58' }, 206, whole.subarray(57, 59)],
    [{ Range: 'bytes=0-1,4-5' }, 200, whole],
    [{ Range: 'bytes=0-1', 'If-Range': '"x"' }, 200, whole],
  ])('with %j', async (headers, status, expected) => {
    const part = await download(id, headers);
    expect(part.status).toBe(status);
    expect(part.bytes.equals(expected)).toBe(true);
  });

  test('that is not whole is a fault of ours, not a short file', async () => {
    const torn = await seedRecording(ownerPool(), session, { samples });
    await ownerPool().query('DELETE FROM recording_chunks WHERE recording_id = $1 AND number = 3', [
      torn,
    ]);
    expect((await download(torn)).status).toBe(500);
  });

  test('that goes away while it is sent breaks off, and the gate goes on', async () => {
    const large = await seedRecording(ownerPool(), session, {
      samples: randomBytes(12_000_000),
      chunk: 64_000,
    });
    const response = await open(large);
    response.pause();
    await pause(200);
    await ownerPool().query('DELETE FROM recordings WHERE id = $1', [large]);
    await expect(response.toArray()).rejects.toThrow('aborted');
    expect((await download(id)).status).toBe(200);
  });
});

test('10 MB in one chunk come whole, to four slow clients', async () => {
  const samples = randomBytes(10_000_000);
  const id = await seedRecording(ownerPool(), session, { samples, chunk: samples.length });
  const responses = await Promise.all(Array.from({ length: 4 }, () => open(id)));
  const digests = await Promise.all(
    responses.map(async (response) => {
      const digest = createHash('sha256');
      let left = 0;
      for await (const chunk of response) {
        digest.update(chunk as Buffer);
        left -= (chunk as Buffer).length;
        if (left > 0) continue;
        left = 1_000_000;
        await pause(5);
      }
      return digest.digest('hex');
    }),
  );
  const whole = createHash('sha256').update(wavHeader(samples.length, 8_000)).update(samples);
  expect(new Set(digests)).toEqual(new Set([whole.digest('hex')]));
});

test('clients that stop reading or go away hold no connection to the database', async () => {
  const id = await seedRecording(ownerPool(), session, {
    samples: randomBytes(12_000_000),
    chunk: 64_000,
  });
  const stuck = await Promise.all(Array.from({ length: 8 }, () => open(id)));
  for (const response of stuck) response.pause();
  await pause(300);
  const busy = () =>
    ownerPool().query(
      "SELECT FROM pg_stat_activity WHERE application_name = 'gate recordings' AND state <> 'idle' AND datname = current_database()",
    );
  await expect.poll(async () => (await busy()).rowCount).toBe(0);
  expect((await download(id, { Range: 'bytes=0-99' })).bytes.length).toBe(100);
  for (const response of stuck) response.destroy();
  await expect.poll(async () => (await busy()).rowCount).toBe(0);
  expect((await download(id, { Range: 'bytes=-99' })).bytes.length).toBe(99);
});
