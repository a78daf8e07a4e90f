import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Route, route } from '#lib/api/route';
import type { ListenEnvironment } from '#lib/env/listen';
import { streamHead } from '#lib/stream/head';
import type { StreamGate } from '#lib/stream/stream-gate';
import { type Outcome, refuse } from './call.ts';
import type { Exchange } from './exchange.ts';
import { faultOutcome, type HandlerParts, openExchange } from './handle.ts';
import { respond } from './respond.ts';

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What an answered handshake is kept as; nobody calls it, since no router knows it. */
const streamRoute: Route = route({
  ...streamHead,
  body: null,
  handler: () => refuse('parse', 'malformed_request'),
});

/** The handler of one listener's handshakes: admit → open, or answer as a call is answered → record. */
export function createUpgrader(
  parts: HandlerParts,
  streams: StreamGate,
  listener: ListenEnvironment,
): UpgradeHandler {
  return (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const exchange = openExchange(parts, listener, request, new ServerResponse(request));
    exchange.route = streamRoute;
    void upgrade(parts, streams, exchange, socket as Socket, head);
  };
}

async function upgrade(
  parts: HandlerParts,
  streams: StreamGate,
  exchange: Exchange,
  socket: Socket,
  head: Buffer,
): Promise<void> {
  let outcome: Outcome;
  try {
    const judged = await streams.admit(exchange);
    if (judged.kind === 'refusal') {
      outcome = judged;
      answer(exchange, outcome, socket);
    } else {
      const isOpen = streams.accept(judged, exchange, socket, head);
      outcome = isOpen
        ? { kind: 'success', status: 101, body: '' }
        : refuse('effect', 'service_unavailable');
    }
  } catch (error) {
    outcome = faultOutcome(parts, exchange, error);
    answer(exchange, outcome, socket);
  }
  parts.recorder.add(exchange, outcome);
}

/** Answers on the socket that did not become a stream, and closes it. */
function answer(exchange: Exchange, outcome: Outcome, socket: Socket): void {
  const { response } = exchange;
  if (!socket.writable || hasAnotherAnswer(socket)) {
    socket.destroySoon();
    return;
  }
  const { status, headers, body, encoding } = respond(exchange, outcome, true);
  response.assignSocket(socket);
  response.on('finish', () => socket.destroySoon());
  response.writeHead(status, headers);
  response.end(body, encoding);
}

/** Whether an answer to an earlier request is still on its way: ours would be taken for it. */
function hasAnotherAnswer(socket: Socket & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage !== undefined && socket._httpMessage !== null;
}
