import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import { callGate } from '#test/gate-call';
import type { Spender } from '#test/spender';

export type StreamMessage = { readonly type: string; readonly [name: string]: unknown };

export type StreamClient = {
  readonly socket: WebSocket;
  /** Everything that came so far. */
  readonly messages: readonly StreamMessage[];
  send(message: object | string): void;
  /** The next message of a type, or the first that came already and was not waited for. */
  next(type: string): Promise<StreamMessage>;
  /** Resolves with the closing's code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
};

/** An answer that refused a handshake. */
export class RefusedHandshake extends Error {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly code: string;

  constructor(response: IncomingMessage, text: string) {
    super(text);
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    this.code = text.startsWith('{') ? JSON.parse(text).error.code : text;
  }
}

type Offer = { readonly protocols?: string[]; readonly origin?: string };

/** Opens a stream. @throws RefusedHandshake */
export async function openStream(
  port: number,
  pathAndQuery: string,
  { protocols = [], origin }: Offer = {},
): Promise<StreamClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${pathAndQuery}`, protocols, {
    ...(origin === undefined ? {} : { origin }),
  });
  const messages: StreamMessage[] = [];
  const waiting: StreamMessage[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as StreamMessage;
    messages.push(message);
    waiting.push(message);
  });
  const closed = once(socket, 'close').then(([code, reason]) => ({
    code: Number(code),
    reason: String(reason),
  }));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve).on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        reject(new RefusedHandshake(response, Buffer.concat(pieces).toString())),
      );
    });
  });
  const next = async (type: string): Promise<StreamMessage> => {
    for (;;) {
      const index = waiting.findIndex((message) => message.type === type);
      if (index >= 0) return waiting.splice(0, index + 1).at(-1) as StreamMessage;
      if (socket.readyState === WebSocket.CLOSED) {
        throw new Error(`closed before ${type}; ${JSON.stringify(messages.slice(-3))}`);
      }
      await Promise.race([once(socket, 'message'), closed]);
    }
  };
  const send = (message: object | string) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return { socket, messages, send, next, closed };
}

/** The refusal of a handshake: status and code; or `open`. */
export async function handshakeCode(...args: Parameters<typeof openStream>): Promise<string> {
  try {
    const { socket } = await openStream(...args);
    socket.terminate();
    return 'open';
  } catch (error) {
    if (!(error instanceof RefusedHandshake)) throw error;
    return `${error.status} ${error.code}`;
  }
}

export type MadeSession = { readonly id: string; readonly token: string; readonly path: string };

/** Creates a session by the API; `path` connects to it. */
export async function makeSession(
  port: number,
  spender: Spender,
  body: object = {},
): Promise<MadeSession> {
  const sent = { mode: 'ai_agent', source_language: 'de', target_language: 'en', ...body };
  const created = await callGate(port, '/v1/sessions', { key: spender.keyText, body: sent });
  if (created.status !== 201) throw new Error(created.text);
  const { id, stream } = JSON.parse(created.text);
  return { id, token: stream.token, path: `/v1/sessions/${id}/connect?token=${stream.token}` };
}
