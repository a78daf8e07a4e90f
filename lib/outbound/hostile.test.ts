import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { post } from './post.ts';

/** Milliseconds for an answer. */
const SOON = 400;
const OK = 'HTTP/1.1 200 OK\r\n';
const sockets: Promise<unknown>[] = [];
const servers: { close(): unknown }[] = [];

beforeEach(() => {
  vi.stubEnv('WEBHOOK_ALLOW_LOOPBACK', '1');
  resetEnv();
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  vi.unstubAllEnvs();
  resetEnv();
});

/** A receiver that does with each connection what it likes; where it is. */
async function receiver(behave: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(new Promise((resolve) => socket.once('close', resolve)));
    socket.resume();
    behave(socket);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/x`;
}

/** Goes on writing until the connection is closed from the other side. */
function endless(socket: Socket, piece: string, most = Number.POSITIVE_INFINITY): void {
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < most && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

function slowly(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 20);
  socket.on('close', () => clearInterval(timer));
}

const noAnswer = `The address could not be reached: no answer came within ${SOON / 1_000} seconds.`;

test.each<[string, (socket: Socket) => void]>([
  ['says nothing', () => undefined],
  ['gives its head byte by byte', (socket) => slowly(socket, `${OK}X-Long: ${'x'.repeat(5_000)}`)],
  [
    'gives its body byte by byte',
    (socket) => {
      socket.write(`${OK}\r\n`);
      slowly(socket, 'x');
    },
  ],
  [
    'never ends to announce an answer',
    (socket) => endless(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'),
  ],
  [
    'has headers of a megabyte',
    (socket) => {
      socket.write(OK);
      endless(socket, `X-Long: ${'x'.repeat(1_000)}\r\n`, 1_000_000);
    },
  ],
  [
    'closes in the middle',
    (socket) => {
      socket.write(`${OK}Content-Length: 1000\r\n\r\nhalf`);
      setTimeout(() => socket.destroy(), 50);
    },
  ],
  ['closes at once', (socket) => socket.destroy()],
  [
    'wants to speak something else',
    (socket) => socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
  ],
  ['speaks something else', (socket) => socket.write('SSH-2.0-x\r\n')],
])(
  'a receiver that %s is cut off in time, told in plain words',
  async (_what, behave) => {
    const url = await receiver(behave);
    const start = performance.now();
    const posted = await post(url, '{}', {}, SOON);
    const took = performance.now() - start;
    expect(posted).toEqual({ ok: false, why: noAnswer, detail: expect.stringMatching(/\w/) });
    expect(took).toBeGreaterThan(SOON - 5);
    expect(took).toBeLessThan(SOON * 3);
    await Promise.all(sockets.splice(0));
  },
  5_000,
);

test.each(['100 Continue', '103 Early Hints'])(
  '%s without end is not listened to for long',
  async (status) => {
    let over = 0;
    const url = await receiver((socket) => {
      const start = performance.now();
      socket.on('close', () => {
        over = performance.now() - start;
      });
      endless(socket, `HTTP/1.1 ${status}\r\n\r\n`);
    });
    expect(await post(url, '{}', {}, SOON * 5)).toMatchObject({ ok: false });
    await Promise.all(sockets.splice(0));
    expect(over).toBeGreaterThan(0);
    expect(over).toBeLessThan(SOON * 3);
  },
);

test('of an endless body 64 kB are read', async () => {
  let written = 0;
  const url = await receiver((socket) => {
    socket.on('close', () => {
      written = socket.bytesWritten;
    });
    socket.write(`${OK}\r\n`);
    endless(socket, 'x'.repeat(65_536), 1_000_000_000);
  });
  const posted = await post(url, '{}', {});
  expect(posted.ok && posted.answer.body.length).toBe(65_536);
  await Promise.all(sockets.splice(0));
  // What the systems' own buffers took, and no more.
  expect(written).toBeLessThan(32 * 1024 * 1024);
});

test('a body that would be a thousand times longer when unpacked is not unpacked', async () => {
  const url = await receiver((socket) =>
    socket.end(`${OK}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00`),
  );
  expect(await post(url, '{}', {})).toMatchObject({ ok: true, answer: { status: 200 } });
});

test('a redirect is an answer, and nobody goes there', async () => {
  let visits = 0;
  const metadata = await receiver((socket) => {
    visits += 1;
    socket.end(`${OK}\r\nsecret`);
  });
  const head = `HTTP/1.1 302 Found\r\nLocation: ${metadata}\r\nContent-Length: 5\r\n\r\n`;
  const url = await receiver((socket) => socket.end(`${head}moved`));
  const posted = await post(url, '{}', {}, SOON);
  expect(posted).toEqual({ ok: true, answer: { status: 302, body: 'moved' } });
  expect(visits).toBe(0);
});
