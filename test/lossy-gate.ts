import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { clock } from '#lib/clock';

/** What befalls a call: it is told to come again in a second, or it is done and its answer is lost. */
type Mishap = 'busy' | 'lost';

type Attempt = {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly idempotencyKey: string | undefined;
  /** Whether the gate gave an earlier answer again. */
  replayed: boolean;
};

export type LossyGate = {
  readonly origin: string;
  readonly attempts: readonly Attempt[];
  close(): Promise<void>;
};

const BUSY = { error: { code: 'rate_limit_exceeded', message: 'Too many requests.' } };

/** A way to a gate on which the first calls meet mishaps, one each. */
export async function startLossyGate(gate: string, mishaps: readonly Mishap[]): Promise<LossyGate> {
  const attempts: Attempt[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const mishap = mishaps[attempts.length];
    const idempotencyKey = request.headers['idempotency-key']?.toString();
    const attempt: Attempt = { at: clock.elapsed(), idempotencyKey, replayed: false };
    attempts.push(attempt);
    if (mishap === 'busy') {
      response.writeHead(429, { 'Content-Type': 'application/json', 'Retry-After': '1' });
      response.end(JSON.stringify(BUSY));
      return;
    }
    const answer = await pass(gate, request);
    attempt.replayed = answer.headers.get('Idempotent-Replayed') === 'true';
    if (mishap === 'lost') request.socket.destroy();
    else response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(await answer.text());
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { origin: `http://127.0.0.1:${port}`, attempts, close };
}

async function pass(gate: string, request: IncomingMessage): Promise<Response> {
  const { authorization = '' } = request.headers;
  const idempotencyKey = request.headers['idempotency-key']?.toString();
  const body = await text(request);
  return fetch(`${gate}${request.url}`, {
    method: request.method ?? 'GET',
    headers: {
      authorization,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === '' ? {} : { body }),
  });
}
