import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { startProcess } from '#test/child-process';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { deliveryStates, makeSessions, seedEndpoint } from '#test/webhooks';

const OK = 'HTTP/1.1 200 OK\r\n';
const NO_ANSWER = 'The address could not be reached: no answer came within 30 seconds.';
/** What a worker may grow by, bytes, whatever is poured into it. */
const MOST_GROWTH = 96 * 1024 * 1024;
const servers: { close(): unknown }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

function pour(socket: Socket, piece: string): void {
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < 1_000_000_000 && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

/** What receivers do with a request, and what is noted of it: the status, the error, the length of the body. */
const receivers: Record<
  string,
  { behave(socket: Socket): void; noted: [number | null, string, number] }
> = {
  'one byte a second': {
    behave(socket) {
      socket.write(`${OK}\r\n`);
      const timer = setInterval(() => socket.write('x'), 1_000);
      socket.on('close', () => clearInterval(timer));
    },
    noted: [null, NO_ANSWER, 0],
  },
  'a body of a gigabyte': {
    behave(socket) {
      socket.write('HTTP/1.1 500 No\r\nContent-Length: 1000000000\r\n\r\n');
      pour(socket, 'x'.repeat(1_000_000));
    },
    noted: [500, '', 65_536],
  },
  'headers without end': {
    behave(socket) {
      socket.write(OK);
      pour(socket, `X-Long: ${'x'.repeat(100_000)}\r\n`);
    },
    noted: [null, NO_ANSWER, 0],
  },
  'announcements without end': {
    behave: (socket) => pour(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(100)),
    noted: [null, NO_ANSWER, 0],
  },
  'a way to the metadata': {
    behave: (socket) =>
      socket.end(
        'HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data\r\nContent-Length: 5\r\n\r\nmoved',
      ),
    noted: [302, '', 5],
  },
  'half an answer': {
    behave(socket) {
      socket.write(`${OK}Content-Length: 1000\r\n\r\nhalf`);
      setTimeout(() => socket.destroy(), 100);
    },
    noted: [null, NO_ANSWER, 0],
  },
  'another protocol': {
    behave: (socket) =>
      socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    noted: [null, NO_ANSWER, 0],
  },
};

async function listen(behave: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => behave(socket));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}

/** The most memory that a process ever had, bytes. */
function peakOf(pid: number | undefined): number {
  const [, kilobytes = ''] =
    /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

test.runIf(process.platform === 'linux')(
  'hostile receivers are cut off in 30 s, cost a worker little, and their owner reads why',
  async () => {
    const organizationId = await seedOrganization(ownerPool());
    const keyId = (await seedKey(ownerPool(), organizationId)).id;
    const kinds = new Map<string, string>();
    for (const [kind, { behave }] of Object.entries(receivers)) {
      const endpoint = { url: await listen(behave), events: ['session.created'] as const };
      kinds.set(kind, (await seedEndpoint(organizationId, endpoint)).id);
    }
    const worker = await startProcess('bin/worker.ts', {
      variables: { WEBHOOK_ALLOW_LOOPBACK: '1' },
    });
    const before = peakOf(worker.child.pid);
    await makeSessions({ organizationId, keyId, count: 4 });
    for (const [kind, { noted }] of Object.entries(receivers)) {
      const [status, error, length] = noted;
      const states = async () => {
        const all = await deliveryStates(kinds.get(kind) ?? '');
        return {
          kind,
          all: all.map(({ attempts, statuses, errors }) => ({ attempts, statuses, errors })),
        };
      };
      const each = { attempts: 1, statuses: [status], errors: [error] };
      const late = { timeout: 40_000, interval: 250 };
      await expect.poll(states, late).toEqual({ kind, all: Array(4).fill(each) });
      const { rows } = await ownerPool().query<{ length: number }>(
        `SELECT DISTINCT length(a.body) AS length FROM webhook_attempts a JOIN webhook_deliveries d ON d.id = a.delivery_id
       WHERE d.endpoint_id = $1`,
        [kinds.get(kind)],
      );
      expect({ kind, rows }).toEqual({ kind, rows: [{ length }] });
    }
    expect(peakOf(worker.child.pid) - before).toBeLessThan(MOST_GROWTH);
    expect(worker.output().match(/a webhook was not delivered/g)).toHaveLength(4 * kinds.size);
    expect(await worker.end('SIGTERM')).toBe(0);
  },
  90_000,
);
