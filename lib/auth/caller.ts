import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { HeaderReader } from '#lib/auth/origin';
import type { CallOrigin } from '#lib/context';
import { newId } from '#lib/ids';

/** Set by this process on every request from its socket; what a client sends under it is overwritten. */
const PEER_HEADER = 'x-portal-peer';

/**
 * Notes the connection's own address on every request. Next.js shows pages only `X-Forwarded-For`,
 * which any client can write. Call once, before the server takes its first request.
 */
export function notePeers(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
  });
}

/** Where a request came from, for sessions, limits and the audit log. */
export function callOrigin(headers: HeaderReader, trustedProxies: readonly string[]): CallOrigin {
  return {
    ip: callerAddress(
      headers.get(PEER_HEADER) ?? '',
      headers.get('x-forwarded-for') ?? '',
      trustedProxies,
    ),
    userAgent: headers.get('user-agent') ?? '',
    requestId: newId('req'),
  };
}

/**
 * The caller's address: the peer's, or, while that is a trusted proxy, the next one to the left in
 * `X-Forwarded-For`. An empty string when there is none.
 */
export function callerAddress(
  peer: string,
  forwardedFor: string,
  trustedProxies: readonly string[],
): string {
  const chain = forwardedFor.split(',').map((part) => part.trim());
  let address = normalize(peer);
  while (address !== '' && chain.length > 0 && isTrusted(address, trustedProxies)) {
    const next = normalize(chain.pop() ?? '');
    if (next === '') break;
    address = next;
  }
  return address;
}

function normalize(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : '';
}

function isTrusted(address: string, blocks: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return blocks.some((block) => {
    const [range, bits] = ipaddr.parseCIDR(
      block.includes('/') ? block : `${block}/${width(block)}`,
    );
    return range.kind() === parsed.kind() && parsed.match([range, bits]);
  });
}

function width(address: string): number {
  return ipaddr.parse(address).kind() === 'ipv4' ? 32 : 128;
}
