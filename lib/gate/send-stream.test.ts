import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sendStream } from './send-stream.ts';

const PIECE = Buffer.alloc(128 * 1024, 1);
const PIECES = 800;

type Sending = { pulled: number; ended: boolean; readonly faults: unknown[] };

/** A server that streams many pieces, of which one may fail, and a client that has the head of its answer. */
async function stream(failAt = Number.POSITIVE_INFINITY) {
  const sending: Sending = { pulled: 0, ended: false, faults: [] };
  async function* read() {
    try {
      for (; sending.pulled < PIECES; sending.pulled++) {
        if (sending.pulled === failAt) throw new Error('gone');
        yield PIECE;
      }
    } finally {
      sending.ended = true;
    }
  }
  const server = createServer((_request, response) => {
    const bytes = PIECE.length * PIECES;
    response.writeHead(200, { 'content-length': bytes });
    sendStream(response, { type: 'audio/wav', bytes, headers: [], read }, (error) =>
      sending.faults.push(error),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const [response] = (await once(get({ port, host: '127.0.0.1', agent: false }), 'response')) as [
    IncomingMessage,
  ];
  return { sending, response, close: () => server.close() };
}

test('no more is read than a client takes, and what it takes is whole', async () => {
  const { sending, response, close } = await stream();
  await pause(500);
  const ahead = sending.pulled;
  await pause(200);
  expect(sending.pulled).toBe(ahead);
  // What the sockets of this machine hold, of 100 MB.
  expect(ahead * PIECE.length).toBeLessThan(25_000_000);
  let bytes = 0;
  for await (const part of response) bytes += (part as Buffer).length;
  expect(bytes).toBe(PIECE.length * PIECES);
  expect(sending).toMatchObject({ ended: true, faults: [] });
  close();
});

test('a client that goes away ends the reading, and is nobody’s fault', async () => {
  const { sending, response, close } = await stream();
  response.destroy();
  await expect.poll(() => sending.ended).toBe(true);
  expect(sending.pulled).toBeLessThan(PIECES);
  expect(sending.faults).toEqual([]);
  close();
});

test('a fault in the middle breaks off, and is told', async () => {
  const { sending, response, close } = await stream(3);
  await expect(response.toArray()).rejects.toThrow('aborted');
  expect(sending.faults).toMatchObject([{ message: 'gone' }]);
  close();
});

test('one that is ended before its time takes back what the system had still to send', async () => {
  const ending = new AbortController();
  const server = createServer((_request, response) => {
    const bytes = PIECE.length * PIECES;
    async function* read() {
      for (let piece = 0; piece < PIECES; piece++) yield PIECE;
    }
    const stream = { type: 'audio/wav', bytes, headers: [], read, end: ending.signal };
    sendStream(response, stream, () => undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(client, 'data');
  client.pause();
  await pause(200);
  const reset = new Promise((resolve) => client.once('error', resolve));
  ending.abort();
  client.resume();
  expect(await reset).toMatchObject({ code: 'ECONNRESET' });
  server.close();
});
