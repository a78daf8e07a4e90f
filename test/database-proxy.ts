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
    pass(client, upstream, passes);
    pass(upstream, client, passes);
  });
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const pass = (from: Socket, to: Socket, passes: () => boolean) => {
    from.on('data', (bytes) => {
      if (passes()) to.write(bytes);
    });
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
    restore(frozen = 'reset') {
      state = 'open';
      if (frozen === 'reset') drop();
    },
    close() {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
