import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export type EngineServer = {
  readonly url: string;
  /** One per stream, in the order they came. */
  readonly sockets: readonly WebSocket[];
  /** What it was sent, over all streams. */
  readonly heard: readonly { readonly type: string; readonly [name: string]: unknown }[];
  stop(): Promise<void>;
};

/** A small speech engine of the tests' own: `answer` says what each message is answered by. */
export async function startEngine(
  answer: (message: { type: string; sequence?: number }, socket: WebSocket) => void,
): Promise<EngineServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const sockets: WebSocket[] = [];
  const heard: { type: string }[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      heard.push(message);
      answer(message, socket);
    });
    socket.on('error', () => undefined);
  });
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    heard,
    async stop() {
      for (const socket of sockets) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
