import { connect, createServer, type Socket } from 'node:net';

export type DatabaseProxy = {
  /** The address of the database through the proxy. */
  readonly url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  /**
   * Keeps connections open, takes new ones, and passes nothing on; only those with this
   * application_name, or all of them.
   */
  freeze(applicationName?: string): void;
  /** Everything that the database says arrives this much later, until it works again. */
  slow(milliseconds: number): void;
  /** Works again; what was frozen is reset, or stays silent for ever as behind a broken network. */
  restore(frozen?: 'reset' | 'silent'): void;
  close(): Promise<void>;
};

/** A TCP proxy before the database, to take it away and give it back. */
export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'frozen' = 'open';
  let frozenName: string | undefined;
  let delay = 0;
  const server = createServer((client) => {
    track(client);
    if (state === 'cut') client.destroy();
    if (state === 'cut' || (state === 'frozen' && frozenName === undefined)) return;
    const upstream = connect(Number(port), hostname);
    track(upstream);
    // The first message of a connection is in clear and names its application.
    let name = '';
    client.once('data', (bytes) => {
      name = /application_name\0([^\0]*)\0/.exec(bytes.toString('latin1'))?.[1] ?? '';
    });
    let silent = false;
    const passes = () => {
      silent ||= state === 'frozen' && (frozenName ?? name) === name;
      return !silent;
    };
    pass(client, upstream, (bytes) => passes() && upstream.write(bytes));
    pass(upstream, client, (bytes) => {
      if (!passes()) return;
      if (delay === 0) client.write(bytes);
      else setTimeout(() => client.writable && client.write(bytes), delay);
    });
  });
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const pass = (from: Socket, to: Socket, take: (bytes: Buffer) => void) => {
    from.on('data', take);
    from.on('close', () => to.destroy());
  };
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: url.href,
    cut() {
      state = 'cut';
      drop();
    },
    freeze(applicationName) {
      frozenName = applicationName;
      state = 'frozen';
    },
    slow(milliseconds) {
      delay = milliseconds;
    },
    restore(frozen = 'reset') {
      state = 'open';
      delay = 0;
      if (frozen === 'reset') drop();
    },
    close() {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
