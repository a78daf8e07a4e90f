import type { IncomingMessage, ServerResponse } from 'node:http';
import { clock } from '#lib/clock';
import type { ListenEnvironment } from '#lib/env/listen';
import { newId, randomBits } from '#lib/ids';
import { hasBody } from './body.ts';
import { type GateServices, type Outcome, refuse } from './call.ts';
import type { Exchange } from './exchange.ts';
import { readHead } from './head.ts';
import type { Judge } from './judge.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import type { Recorder } from './record.ts';
import { respond } from './respond.ts';
import { isUnavailable } from './unavailable.ts';

const NO_PARAMS = {};
/** Milliseconds that a call may wait for the database, all its waits together; leaves room below 2 s. */
const PATIENCE_MS = 1_600;

export type HandlerParts = {
  readonly judge: Judge;
  readonly recorder: Recorder;
  readonly outbox: Outbox;
  readonly link: Pick<Link, 'databaseTime'>;
  readonly readOrigin: (
    socketAddress: string | undefined,
    forwardedFor: string | undefined,
  ) => string;
  /** True once the gate is ending: each answer then closes its connection. */
  readonly isEnding: () => boolean;
  readonly log: GateServices['log'];
};

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** The request handler of one listener: judge → respond → record, and the outbox sends. */
export function createHandler(parts: HandlerParts, listener: ListenEnvironment): RequestHandler {
  return (request, response) => {
    if (request.url === '/healthz') return answerHealth(response);
    const exchange = openExchange(parts, listener, request, response);
    let outcome: Outcome | Promise<Outcome>;
    try {
      outcome = parts.judge.answer(exchange);
    } catch (error) {
      outcome = faultOutcome(parts, exchange, error);
    }
    if (outcome instanceof Promise) void settle(parts, exchange, outcome);
    else finish(parts, exchange, outcome);
  };
}

async function settle(
  parts: HandlerParts,
  exchange: Exchange,
  promised: Promise<Outcome>,
): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = await promised;
  } catch (error) {
    outcome = faultOutcome(parts, exchange, error);
  }
  finish(parts, exchange, outcome);
}

/** The one place where a decision is answered, and recorded whatever became of the answer. */
function finish(parts: HandlerParts, exchange: Exchange, outcome: Outcome): void {
  const { requestId, response } = exchange;
  const failed = (error: unknown) => {
    parts.log('error', 'an answer could not be sent', { requestId, err: error });
    response.destroy();
  };
  try {
    parts.outbox.add(response, respond(exchange, outcome, parts.isEnding()), failed);
  } catch (error) {
    failed(error);
  } finally {
    parts.recorder.add(exchange, outcome);
  }
}

/** What is known of a call when it arrives. */
export function openExchange(
  parts: HandlerParts,
  listener: ListenEnvironment,
  request: IncomingMessage,
  response: ServerResponse,
): Exchange {
  const head = readHead(request.method ?? '', request.url ?? '', request.rawHeaders);
  const startedAt = clock.elapsed();
  // Whole milliseconds: the id carries the time under which the call is recorded.
  const now = Math.floor(parts.link.databaseTime(startedAt));
  const idBits = randomBits();
  return {
    request,
    response,
    requestId: newId('req', now, idBits),
    idBits,
    head,
    listener,
    ip: parts.readOrigin(request.socket.remoteAddress, head.forwardedFor),
    startedAt,
    deadline: startedAt + PATIENCE_MS,
    receivedAt: now,
    now,
    route: null,
    params: NO_PARAMS,
    allow: null,
    presented: false,
    known: null,
    counters: null,
    drained: !hasBody(head),
  };
}

/** A fault is ours: the caller gets a generic text and the request id, the log gets the error. */
export function faultOutcome(parts: HandlerParts, exchange: Exchange, error: unknown): Outcome {
  const away = isUnavailable(error);
  const message = away ? 'the database could not be asked' : 'a call failed';
  parts.log(away ? 'warn' : 'error', message, { requestId: exchange.requestId, err: error });
  return away
    ? refuse('effect', 'service_unavailable', { retryAfter: 1 })
    : refuse('effect', 'internal_error');
}

/** Says that the process answers, and nothing else. */
function answerHealth(response: ServerResponse): void {
  const id = newId('req');
  response.writeHead(200, [
    'X-Request-ID',
    id,
    'Content-Type',
    'text/plain',
    'Content-Length',
    '2',
  ]);
  response.end('ok');
}
