import { connect, createServer, type Socket } from 'node:net';

export type DatabaseProxy = {
  /** The address of the database through the proxy. */
  readonly url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  /** Keeps connections open, takes new ones, and passes nothing on. */
  freeze(): void;
  /** Works again; what was frozen stays lost, as after a network's outage. */
  restore(): void;
  close(): Promise<void>;
};

/** A TCP proxy before the database, to take it away and give it back. */
export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'frozen' = 'open';
  const server = createServer((client) => {
    track(client);
    if (state === 'cut') client.destroy();
    if (state !== 'open') return;
    const upstream = connect(Number(port), hostname);
    track(upstream);
    pass(client, upstream);
    pass(upstream, client);
  });
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (bytes) => {
      if (state === 'open') to.write(bytes);
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
    freeze() {
      state = 'frozen';
    },
    restore() {
      state = 'open';
      drop();
    },
    close() {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
