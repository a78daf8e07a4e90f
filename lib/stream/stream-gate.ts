import { createSecretKey, type KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Pool } from 'pg';
import { WebSocketServer } from 'ws';
import { createPool } from '#lib/db/pool';
import { env } from '#lib/env';
import { type GateServices, type Refusal, refuse } from '#lib/gate/call';
import type { Exchange } from '#lib/gate/exchange';
import { LookupLimit } from '#lib/gate/lookup-limit';
import { within } from '#lib/gate/within';
import { claimStream, findStream, releaseStream } from './claim.ts';
import { Connection, type ConnectionParts } from './connection.ts';
import { engineNameOf } from './engines/engine.ts';
import { openRelay } from './engines/relay.ts';
import { openSandbox } from './engines/sandbox.ts';
import { FRAME_BYTES } from './frames.ts';
import { type Asked, chooseProtocol, invalid, judgeHandshake, readHandshake } from './handshake.ts';
import type { StreamedSession } from './session.ts';
import { StreamStore } from './store.ts';
import { OpenStreams } from './streams.ts';

/** Milliseconds that a client gets to answer a closing, that streams get to end, and storing after that. */
const CLOSE_MS = 2_000;
const END_MS = 5_000;
const STORE_MS = 2_000;

/** Of a network that tried many tokens: this one may be good, so it is not called invalid. */
const CROWDED = {
  message: 'Too many unknown stream tokens came from this network. Try again in 1 second.',
  retryAfter: 1,
};

/** A constant, because the library's types do not know `closeTimeout` yet. */
const SOCKETS = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  // Pings are counted and answered by the connection.
  autoPong: false,
  maxPayload: FRAME_BYTES,
  closeTimeout: CLOSE_MS,
  handleProtocols: chooseProtocol,
};

/** A stream that may open now. */
export type Admitted = {
  readonly kind: 'admitted';
  readonly session: StreamedSession;
  /** Changes heard of before it was claimed. */
  readonly changes: number;
};

/** Everything of the gate that is about streams. */
export class StreamGate {
  readonly open: OpenStreams;
  readonly #services: GateServices;
  readonly #secret: KeyObject;
  readonly #lookups = new LookupLimit();
  readonly #pool: Pool;
  readonly #store: StreamStore;
  readonly #parts: ConnectionParts;
  readonly #server: WebSocketServer;
  /** So that the library's own answer has it too. */
  readonly #requestIds = new WeakMap<IncomingMessage, string>();
  #closing = false;

  constructor(services: GateServices) {
    const { streamSecret, streams } = env();
    this.#services = services;
    this.#secret = createSecretKey(streamSecret);
    this.#pool = createPool({
      max: 2,
      name: 'gate streams',
      connectionTimeoutMs: 2_000,
      statementTimeoutMs: 5_000,
      queryTimeoutMs: 6_000,
    });
    this.#store = new StreamStore(this.#pool, services);
    this.open = new OpenStreams({ ...services, pool: this.#pool });
    const { engineUrl } = streams;
    this.#parts = {
      store: this.#store,
      engineName: engineNameOf(engineUrl),
      openEngine:
        engineUrl === undefined
          ? openSandbox
          : (session, events) => openRelay(engineUrl, session, events),
    };
    this.#server = new WebSocketServer(SOCKETS);
    this.#server.on('headers', (headers, request) => {
      headers.push(`X-Request-ID: ${this.#requestIds.get(request) ?? ''}`);
    });
  }

  /** Judges a handshake and claims its session's stream. @throws when the database could not be asked */
  async admit(exchange: Exchange): Promise<Admitted | Refusal> {
    const { request, head, listener, ip } = exchange;
    const { gateUrl, streams } = env();
    if (this.#closing) return refuse('effect', 'service_unavailable', { retryAfter: 1 });
    const facts = { listener, addresses: gateUrl, origins: streams.origins };
    const asked = readHandshake(request, head, facts);
    exchange.presented = true;
    if ('kind' in asked) return asked;
    const name = `${asked.sessionId} ${asked.token}`;
    const lookup = this.#lookups.begin(ip, name, exchange.startedAt);
    if (lookup === null) return refuse('rate_limit', 'rate_limit_exceeded', CROWDED);
    try {
      const admitted = await this.#claim(asked, exchange.deadline);
      const isKnown = admitted.kind === 'admitted' || admitted.code !== 'stream_token_invalid';
      if (isKnown) this.#lookups.found(lookup);
      return admitted;
    } catch (error) {
      this.#lookups.failed(lookup);
      throw error;
    }
  }

  /** Opens an admitted stream on its socket. False when the client was gone meanwhile. */
  accept(admitted: Admitted, exchange: Exchange, socket: Duplex, head: Buffer): boolean {
    const { request, requestId } = exchange;
    const { session, changes } = admitted;
    let opened = false;
    this.#requestIds.set(request, requestId);
    if (!this.#closing) {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        opened = true;
        this.open.add(new Connection(webSocket, session, this.#parts), changes);
      });
    }
    if (!opened) {
      socket.destroy();
      this.#release(session.id);
    }
    return opened;
  }

  /** Ends every stream, stores what they leave, and takes no new ones. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.open.close(END_MS);
    await this.#store.close(STORE_MS);
    this.#server.close();
    await this.#pool.end();
  }

  async #claim(asked: Asked, deadline: number): Promise<Admitted | Refusal> {
    const { gateId } = this.#services;
    const found = await within(deadline, findStream(this.#pool, asked.sessionId));
    const refusal = judgeHandshake(found, asked.token, this.#secret);
    if (refusal !== null || found === null) return refusal ?? invalid();
    const { changes } = this.open;
    const claiming = claimStream(this.#pool, gateId, found);
    const session = await within(deadline, claiming).catch((error: unknown) => {
      // It may still succeed, for nobody.
      claiming.then((late) => late !== null && this.#release(late.id)).catch(() => undefined);
      throw error;
    });
    if (session !== null) return { kind: 'admitted', session, changes };
    // Somebody was quicker, or something has changed since: what there is now says what.
    const now = await within(deadline, findStream(this.#pool, asked.sessionId));
    const why = judgeHandshake(now, asked.token, this.#secret);
    return why ?? refuse('effect', 'service_unavailable', { retryAfter: 1 });
  }

  #release(sessionId: string): void {
    releaseStream(this.#pool, this.#services.gateId, sessionId).catch((error: unknown) => {
      this.#services.log('warn', 'a stream could not be released', { sessionId, err: error });
    });
  }
}
