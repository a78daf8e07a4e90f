import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { GateListener } from '#lib/env/listen';
import type { ErrorCode } from '#lib/errors';
import { wantsStream } from '#lib/stream/handshake';
import type { RequestHandler } from './handle.ts';
import { codeOf, refuseSocket, type Unparsed } from './refuse-socket.ts';
import type { UpgradeHandler } from './upgrade.ts';

/** All of a head must arrive in this time, milliseconds. */
const HEADERS_TIMEOUT_MS = 10_000;
/** A whole request must; the body's own limit is shorter. */
const REQUEST_TIMEOUT_MS = 15_000;
/** How often Node looks for requests that are late. */
const CHECK_INTERVAL_MS = 1_000;
/** Longer than the usual 60 s of a reverse proxy, so that the proxy is the one who closes. */
const KEEP_ALIVE_MS = 65_000;
const HEADER_BYTES = 16 * 1024;
const CONNECTIONS = 10_000;

/** A server with every limit set that keeps slow or odd clients from hurting others. */
export function createGateServer(
  handler: RequestHandler,
  /** Told code and address of a request that Node could not parse, before its connection is ended. */
  refused: (code: ErrorCode, address: string | undefined) => void,
  upgrader: UpgradeHandler,
): Server {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: HEADER_BYTES,
      insecureHTTPParser: false,
      // Checked by the gate itself, so that its answer has a request id.
      requireHostHeader: false,
      optimizeEmptyRequests: true,
      noDelay: true,
      // Any other upgrade is an offer that a server may ignore (RFC 9110 §7.8).
      shouldUpgradeCallback: wantsStream,
    },
    handler,
  );
  // Node drops what is over the count and says nothing; the bytes are limited anyway.
  server.maxHeadersCount = 0;
  server.maxConnections = CONNECTIONS;
  server.on('checkContinue', handler).on('checkExpectation', handler);
  server.on('upgrade', upgrader);
  server.on('clientError', (error: Unparsed, socket) => {
    // Reset by its client, or refused before: what it sent more is nothing new.
    if (!socket.writable) return (socket as Socket).destroySoon();
    const code = codeOf(error);
    refused(code, (socket as Socket).remoteAddress);
    refuseSocket(socket as Socket, code, error.rawPacket);
  });
  server.on('connect', (_request, socket) => {
    // Node leaves it to us altogether: an error that nobody hears would end the gate.
    socket.on('error', () => socket.destroy());
    refused('method_not_allowed', (socket as Socket).remoteAddress);
    refuseSocket(socket as Socket, 'method_not_allowed');
  });
  return server;
}

/** Starts to listen; resolves with the port, which matters when 0 was asked for. */
export function listen(server: Server, { host, port }: GateListener): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Ends a server: no new connections, those in use may finish their call within `patienceMs`. */
export function stopServer(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
