import { type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { streamToken } from '#lib/api/sessions/token';
import { brand } from '#lib/brand';
import type { ListenEnvironment } from '#lib/env/listen';
import { type Refusal, refuse } from '#lib/gate/call';
import type { Head } from '#lib/gate/head';
import { isId } from '#lib/ids';
import type { Found } from './claim.ts';

const PATH = /^\/v1\/sessions\/([^/]+)\/connect$/;
const TOKEN = /^kst_(live|test)_[A-Za-z0-9_-]{43}$/;
/** RFC 6455 §4.1: 16 bytes in base64. */
const SOCKET_KEY = /^[A-Za-z0-9+/]{22}==$/;
/** Seconds after which a line may be free, as for `POST /v1/sessions`. */
const CONCURRENT_RETRY_S = 10;

/** What a handshake asks for. */
export type Asked = { readonly sessionId: string; readonly token: string };

/** What a handshake is judged by, beside the session. */
export type HandshakeFacts = {
  readonly listener: ListenEnvironment;
  readonly addresses: { readonly live: string; readonly test: string };
  /** Origins that a browser may connect from; `*` for any. */
  readonly origins: readonly string[];
};

/** Whether a path is that of a stream. */
export function isStreamPath(path: string): boolean {
  return PATH.test(path);
}

/** Whether a request wants to become a stream; others that name an upgrade are ordinary calls. */
export function wantsStream(request: IncomingMessage): boolean {
  const [path = ''] = (request.url ?? '').split('?', 1);
  return request.headers.upgrade?.toLowerCase() === 'websocket' && isStreamPath(path);
}

/** What can be known of a handshake without the database: its session and token, or why it is refused. */
export function readHandshake(
  request: IncomingMessage,
  head: Head,
  facts: HandshakeFacts,
): Asked | Refusal {
  const malformed = malformedWhy(request, head);
  if (malformed !== null) return refuse('parse', 'malformed_request', { message: malformed });
  const { origin } = request.headers;
  if (origin !== undefined && !isAllowed(origin, facts.origins)) {
    return refuse('address', 'origin_not_allowed');
  }
  const [, sessionId = ''] = PATH.exec(head.path) ?? [];
  const tokens = [...queryTokens(head.query), ...offeredTokens(request)];
  const [token = ''] = tokens;
  const environment = TOKEN.exec(token)?.[1];
  if (environment === undefined || tokens.some((other) => other !== token)) return invalid();
  if (facts.listener !== 'any' && facts.listener !== environment) {
    const where = facts.addresses[environment === 'live' ? 'live' : 'test'];
    return invalid(
      `This stream token belongs to the ${environment} environment. Connect to ${where.replace('http', 'ws')}.`,
    );
  }
  return isId('sess', sessionId) ? { sessionId, token } : invalid();
}

/** Judges a token by what is stored of its session; null when the stream may be claimed. Pure. */
export function judgeHandshake(
  found: Found | null,
  token: string,
  secret: KeyObject,
): Refusal | null {
  if (found === null || !isTokenOf(found, token, secret) || found.key_ended) return invalid();
  if (found.claimed) return refuse('state', 'stream_token_used');
  if (found.now >= found.expires_at) return refuse('state', 'stream_token_expired');
  if (found.organization_status !== 'active') {
    return refuse('organization', 'organization_inactive');
  }
  if (found.ended) return refuse('effect', 'session_not_active');
  if (found.streaming) return refuse('effect', 'session_already_streaming');
  if (found.others >= found.most) {
    return refuse('rate_limit', 'concurrent_sessions_exceeded', {
      retryAfter: CONCURRENT_RETRY_S,
    });
  }
  return null;
}

/** The protocol to answer with: ours when it was offered. The token is never one of them. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  return offered.has(brand.streamProtocol) ? brand.streamProtocol : false;
}

/** The refusal of a token that opens nothing, whatever the reason. */
export function invalid(message?: string): Refusal {
  return refuse(
    'credential',
    'stream_token_invalid',
    message === undefined ? undefined : { message },
  );
}

function isTokenOf(found: Found, token: string, secret: KeyObject): boolean {
  const { id, environment } = found;
  const expected = Buffer.from(
    streamToken(secret, { id, environment, expiresAt: found.expires_at }),
  );
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function malformedWhy(request: IncomingMessage, head: Head): string | null {
  const { headers } = request;
  if (head.method !== 'GET') return 'A stream is opened by GET.';
  if (head.host === undefined || head.hostRepeated) return 'One Host header is needed.';
  if (head.chunked || (head.contentLength ?? 0) > 0) return 'A stream is opened without a body.';
  if (headers['sec-websocket-version'] !== '13') return 'Sec-WebSocket-Version must be 13.';
  if (!SOCKET_KEY.test(headers['sec-websocket-key'] ?? '')) {
    return 'Sec-WebSocket-Key must be 16 bytes in base64.';
  }
  const offered = offeredProtocols(request);
  if (new Set(offered).size !== offered.length || !offered.every(isProtocolName)) {
    return 'Sec-WebSocket-Protocol must name different protocols.';
  }
  if (offered.some(isToken) && !offered.includes(brand.streamProtocol)) {
    return `Offer the protocol ${brand.streamProtocol} beside the token.`;
  }
  return null;
}

function queryTokens(query: string | null): string[] {
  return new URLSearchParams(query ?? '').getAll('token');
}

function offeredTokens(request: IncomingMessage): string[] {
  return offeredProtocols(request).filter(isToken);
}

function offeredProtocols(request: IncomingMessage): string[] {
  const header = request.headers['sec-websocket-protocol'];
  return header === undefined ? [] : header.split(',').map((name) => name.trim());
}

function isToken(name: string): boolean {
  return name.startsWith('kst_') || name.startsWith('sk_');
}

/** A token of RFC 9110 §5.6.2, as the library wants it. */
function isProtocolName(name: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name);
}

function isAllowed(origin: string, allowed: readonly string[]): boolean {
  return allowed.includes('*') || allowed.includes(origin);
}
