import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, errorEntry } from '#lib/errors';
import { newId } from '#lib/ids';
import { refuse } from './call.ts';
import { errorBody } from './respond.ts';

/** Milliseconds that a refused client has to take its answer and hang up. */
const LINGER_MS = 1_000;
/** Text of a status line. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
};

/** What Node tells of a request that it could not parse; `rawPacket` is the piece where it gave up. */
export type Unparsed = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** What Node keeps on its sockets and has no public way to ask for. */
type HttpSocket = Socket & {
  /** The response that is next on it. */
  readonly _httpMessage?: ServerResponse | null;
  /** Knows the request whose head came last. */
  readonly parser?: { readonly incoming?: IncomingMessage | null } | null;
};

export function codeOf(error: Unparsed): ErrorCode {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  if (error.code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'body_too_large';
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  return 'malformed_request';
}

/** Answers on the bare socket, where Node has no response object, and closes it. */
export function refuseSocket(socket: Socket, code: ErrorCode, packet?: Buffer): void {
  if (!awaitsAnswer(socket)) {
    // What is written already still goes out.
    socket.destroySoon();
    return;
  }
  const { status } = errorEntry(code);
  const requestId = newId('req');
  const body = errorBody(refuse('parse', code), requestId, false);
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? ''}`,
    `X-Request-ID: ${requestId}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${isHead(socket, packet) ? '' : body}`);
  // Ended is half closed: without an end of ours, it would last as long as its client likes.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/**
 * Whether an answer now would be taken for that of the request which went wrong. It would not be while an
 * earlier one waits for its own, nor when that request was answered before its body came.
 */
function awaitsAnswer(socket: HttpSocket): boolean {
  const response = socket._httpMessage ?? null;
  if (response !== null) return !response.headersSent && !response.req.complete;
  return socket.parser?.incoming?.complete ?? true;
}

/** Whether it is an answer to HEAD, which has no body (RFC 9110 §9.3.2). Of an unfinished head only its packet tells. */
function isHead(socket: HttpSocket, packet: Buffer | undefined): boolean {
  const response = socket._httpMessage ?? null;
  if (response !== null) return response.req.method === 'HEAD';
  return packet?.toString('latin1', 0, 5) === 'HEAD ';
}
