import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { HeaderReader } from '#lib/auth/origin';
import type { CallOrigin } from '#lib/context';
import { newId, randomBytes } from '#lib/ids';

/** On globalThis, because the server's start and its pages are bundles with a copy of this module each. */
const holder = globalThis as typeof globalThis & { portalPeerHeader?: string | undefined };

/**
 * The header under which this process notes a request's peer. Its name is made at random, so that no
 * client can send it, not even to a process that notes no peers yet.
 */
export function peerHeader(): string {
  holder.portalPeerHeader ??= `x-peer-${randomBytes(16).toString('hex')}`;
  return holder.portalPeerHeader;
}

/**
 * Notes the connection's own address on every request. Next.js shows pages only `X-Forwarded-For`,
 * which any client can write. Call once, before the server takes its first request.
 */
export function notePeers(): void {
  const name = peerHeader();
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[name] = request.socket.remoteAddress ?? '';
  });
}

/** Where a request came from, for sessions, limits and the audit log. */
export function callOrigin(headers: HeaderReader, trustedProxies: readonly string[]): CallOrigin {
  return {
    ip: callerAddress(
      headers.get(peerHeader()) ?? '',
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
