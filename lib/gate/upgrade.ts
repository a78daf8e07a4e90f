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

/** Node's own note of the answer that is being sent. */
type Answering = Socket & { _httpMessage?: ServerResponse | null };
type Handshake = {
  readonly request: IncomingMessage;
  readonly socket: Answering;
  readonly head: Buffer;
};

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
    const handshake = { request, socket: socket as Socket, head };
    void earlierAnswers(handshake.socket).then(() => upgrade(parts, streams, listener, handshake));
  };
}

async function upgrade(
  parts: HandlerParts,
  streams: StreamGate,
  listener: ListenEnvironment,
  { request, socket, head }: Handshake,
): Promise<void> {
  const exchange = openExchange(parts, listener, request, new ServerResponse(request));
  exchange.route = streamRoute;
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
  if (!socket.writable) {
    socket.destroySoon();
    return;
  }
  const { status, headers, body, encoding } = respond(exchange, outcome, true);
  response.assignSocket(socket);
  response.on('finish', () => socket.destroySoon());
  response.writeHead(status, headers);
  response.end(body, encoding);
}

/** Calls that came before the handshake on its connection are answered first, and in their order. */
async function earlierAnswers(socket: Answering): Promise<void> {
  for (let message = socket._httpMessage; message != null; message = socket._httpMessage) {
    const earlier = message;
    // Not by `once`, which would throw what goes wrong with that answer.
    await new Promise((resolve) => earlier.once('close', resolve));
  }
}
