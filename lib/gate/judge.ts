import type { z } from 'zod';
import { clock } from '#lib/clock';
import { parseKey } from '#lib/keys/format';
import { isStreamPath } from '#lib/stream/handshake';
import { checkBodyHead, readBody } from './body.ts';
import type { KeyCache } from './cache.ts';
import { type Call, type Outcome, type RateWindow, type Refusal, refuse } from './call.ts';
import { clientName } from './client-name.ts';
import { readCredential } from './credential.ts';
import {
  authorize,
  type CallFacts,
  type Counters,
  identify,
  remaining,
  tighter,
} from './decide.ts';
import type { Exchange, KnownCall } from './exchange.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import type { Known } from './known.ts';
import { type Limiter, peek } from './limiter.ts';
import type { Link } from './link.ts';
import type { LookupLimit } from './lookup-limit.ts';
import type { OpenLimit } from './open-limit.ts';
import { readQuery } from './query.ts';
import type { Router } from './router.ts';
import { readSimulation } from './simulate.ts';
import { within } from './within.ts';

export type JudgeParts = {
  readonly router: Router;
  readonly keys: Pick<KeyCache, 'find' | 'read' | 'isQueued'>;
  readonly link: Pick<Link, 'isFresh' | 'databaseTime'>;
  readonly limiter: Limiter;
  readonly lookups: LookupLimit;
  readonly openCalls: OpenLimit;
  readonly addresses: CallFacts['addresses'];
  /** Told why a key could not be read. */
  readonly fault: (exchange: Exchange, error: unknown) => void;
};

const NO_KEY =
  'No API key was sent. Send it as "Authorization: Bearer <key>" or "X-API-Key: <key>".';

/**
 * Leads a call through the checks in their order, up to its handler. A call that needs no waiting (a
 * cached key, no body, a handler that answers at once) is answered without a promise.
 */
export class Judge {
  readonly #parts: JudgeParts;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  answer(exchange: Exchange): Outcome | Promise<Outcome> {
    const malformed = this.#parse(exchange);
    if (malformed !== null) return malformed;
    const openly = exchange.route?.openly;
    if (openly !== undefined) {
      return this.#parts.openCalls.count(exchange.ip, exchange.now) ?? openly();
    }
    const credential = readCredential(exchange.head);
    exchange.presented = credential.kind !== 'none';
    if (credential.kind === 'none')
      return refuse('credential', 'api_key_invalid', { message: NO_KEY });
    if (credential.kind !== 'text') return refuse('credential', 'api_key_invalid');
    const { link, keys } = this.#parts;
    const cached = link.isFresh(exchange.startedAt) ? keys.find(credential.text) : undefined;
    if (cached !== undefined) return this.#identify(exchange, cached, exchange.startedAt);
    if (parseKey(credential.text) === null) return refuse('credential', 'api_key_invalid');
    return this.#read(exchange, credential.text);
  }

  /** Check 1. */
  #parse(exchange: Exchange): Refusal | null {
    const { head, request } = exchange;
    const hosted = head.host !== undefined || request.httpVersion === '1.0';
    if (!hosted || head.hostRepeated || head.oddlyCoded) {
      const message = head.oddlyCoded
        ? 'The only Transfer-Encoding is chunked.'
        : 'One Host header is needed.';
      return refuse('parse', 'malformed_request', { message });
    }
    const found = this.#parts.router.find(head.method, head.path);
    if (found === null && isStreamPath(head.path)) {
      const message = 'This address takes WebSocket connections only.';
      return refuse('parse', 'malformed_request', { message });
    }
    if (found === null) {
      exchange.allow = this.#parts.router.allow(head.path);
      return refuse('parse', exchange.allow === null ? 'route_not_found' : 'method_not_allowed');
    }
    exchange.route = found.route;
    exchange.params = found.params;
    return found.route.body === null ? null : checkBodyHead(head);
  }

  /** Check 3, for a key that is not in the cache or while the cache may not be used. */
  async #read(exchange: Exchange, text: string): Promise<Outcome> {
    const { keys, lookups } = this.#parts;
    const lookup = keys.isQueued(text)
      ? lookups.join(text)
      : lookups.begin(exchange.ip, text, exchange.startedAt);
    if (lookup === null) return refuse('known', 'api_key_invalid');
    const known = await this.#load(exchange, text);
    if ('snapshot' in known) {
      lookups.found(lookup);
      return this.#identify(exchange, known, clock.elapsed());
    }
    if (known.code === 'service_unavailable') lookups.failed(lookup);
    return known;
  }

  async #load(exchange: Exchange, text: string): Promise<Known | Refusal> {
    try {
      const known = await within(exchange.deadline, this.#parts.keys.read(text));
      return known ?? refuse('known', 'api_key_invalid');
    } catch (error) {
      this.#parts.fault(exchange, error);
      return refuse('known', 'service_unavailable', { retryAfter: 1 });
    }
  }

  /** Checks 4 to 6. */
  #identify(exchange: Exchange, known: Known, elapsed: number): Outcome | Promise<Outcome> {
    const { route } = exchange;
    if (route === null) throw new Error('a call without a route came past check 1');
    const now = this.#parts.link.databaseTime(elapsed);
    exchange.now = now;
    exchange.known = known;
    const call: KnownCall = { exchange, route, known };
    const decision = identify(known.snapshot, this.#facts(call), now);
    if (decision.kind === 'refusal') {
      exchange.counters = peek(known, now);
      return decision;
    }
    const counters = this.#parts.limiter.count(known, now);
    if (!(counters instanceof Promise)) return this.#authorize(call, counters);
    return this.#authorizeLater(call, counters);
  }

  async #authorizeLater(call: KnownCall, promised: Promise<Counters>): Promise<Outcome> {
    const counters = await promised;
    call.exchange.counters = counters;
    const known = await this.#identifyAgain(call);
    return 'snapshot' in known ? this.#authorize({ ...call, known }, counters) : known;
  }

  /** Checks 7 and 8. */
  #authorize(call: KnownCall, counters: Counters): Outcome | Promise<Outcome> {
    const { exchange, known, route } = call;
    exchange.counters = counters;
    const decision = authorize(known.snapshot, this.#facts(call), counters, exchange.now);
    if (decision.kind === 'refusal') return decision;
    if (route.body !== null) return this.#withBody(call, counters, route.body);
    const outcome = handOver(call, counters, null, null);
    const isLate = outcome instanceof Promise && route.method === 'GET';
    return isLate ? this.#releaseRead(call, outcome) : outcome;
  }

  /** The answer of a read that waited goes out only if its key still passes. Writes see to that themselves. */
  async #releaseRead(call: KnownCall, promised: Promise<Outcome>): Promise<Outcome> {
    const outcome = await promised;
    const known = await this.#identifyAgain(call);
    return 'snapshot' in known ? outcome : known;
  }

  /** Checks 3 to 6 once more, when the key may have changed while the call waited; counts nothing. */
  async #identifyAgain(call: KnownCall): Promise<Known | Refusal> {
    const { exchange } = call;
    if (call.known.kept && this.#parts.link.isFresh(clock.elapsed())) return call.known;
    const credential = readCredential(exchange.head);
    const known = await this.#load(exchange, credential.kind === 'text' ? credential.text : '');
    if (!('snapshot' in known)) return known;
    exchange.known = known;
    const now = this.#parts.link.databaseTime(clock.elapsed());
    const decision = identify(known.snapshot, this.#facts(call), now);
    return decision.kind === 'refusal' ? decision : known;
  }

  /** Check 9. */
  async #withBody(call: KnownCall, counters: Counters, schema: z.ZodType): Promise<Outcome> {
    const { exchange } = call;
    const begunAt = clock.elapsed();
    const body = await readBody(exchange.request, exchange.response, exchange.head, schema);
    exchange.deadline += clock.elapsed() - begunAt;
    exchange.drained = exchange.request.readableEnded || exchange.drained;
    if (body.kind === 'refusal') return body;
    return handOver(call, counters, body.value, body.json);
  }

  #facts({ exchange, route }: KnownCall): CallFacts {
    return {
      listener: exchange.listener,
      ip: exchange.ip,
      permission: route.permission,
      addresses: this.#parts.addresses,
    };
  }
}

/** Gives an admitted call to its handler, which does checks 10 to 12. */
function handOver(
  { exchange, route, known }: KnownCall,
  counters: Counters,
  body: unknown,
  json: unknown,
): Outcome | Promise<Outcome> {
  const { head } = exchange;
  const query = route.query === undefined ? null : readQuery(route.query, head.query);
  if (query?.kind === 'refusal') return query;
  const idempotencyKey = route.method === 'POST' ? readIdempotencyKey(head) : null;
  if (idempotencyKey !== null && typeof idempotencyKey === 'object') return idempotencyKey;
  const window = windowOf(counters);
  const simulated =
    head.simulateError !== undefined && known.snapshot.key.environment === 'test'
      ? readSimulation(head, route.permission, window, exchange.now)
      : null;
  if (simulated !== null && simulated.simulated !== true) return simulated;
  const call: Call = {
    requestId: exchange.requestId,
    snapshot: known.snapshot,
    route: `${route.method} ${route.path}`,
    path: head.path,
    params: exchange.params,
    body,
    query: query === null ? null : query.value,
    json,
    idempotencyKey,
    simulated,
    window,
    range: head.conditional ? undefined : head.range,
    ip: exchange.ip,
    client: clientName(head.userAgent),
    now: exchange.now,
    deadline: exchange.deadline,
  };
  // A real 405 names the methods that the path takes.
  if (simulated?.code === 'method_not_allowed') exchange.allow = route.method;
  const outcome = route.handler(call);
  return simulated === null ? outcome : instead(outcome, simulated);
}

/** The wanted error in the place of a success; what went wrong by itself stays. */
async function instead(outcome: Outcome | Promise<Outcome>, simulated: Refusal): Promise<Outcome> {
  const real = await outcome;
  return real.kind === 'success' ? simulated : real;
}

function windowOf(counters: Counters): RateWindow {
  const count = tighter(counters);
  return { limit: count.limit, remaining: remaining(count), resetAt: counters.resetAt };
}
