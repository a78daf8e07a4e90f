import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A parsed CIDR block: first address and prefix length. IPv4-mapped blocks are in their IPv4 form. */
export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

const MAPPED_BITS = 96;

/** Parses addresses and CIDR blocks; what can't be parsed is left out, and so allows nothing. */
export function parseRanges(blocks: readonly string[]): AddressRange[] {
  return blocks.flatMap((block) => {
    const range = parseRange(block.trim());
    return range === null ? [] : [range];
  });
}

/** True when the address lies in one of the blocks; false for what is no address. */
export function inRanges(ranges: readonly AddressRange[], address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  return ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
}

/** An address as people write it: IPv4 in its own form also when it came mapped into IPv6. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** What one caller can take addresses from at will: an IPv4 address itself, the /64 of an IPv6 one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
}

/**
 * Finds the caller's address: the socket's, unless that is a trusted proxy's; then the last address of
 * X-Forwarded-For that is not a trusted proxy's. Nearer entries can't be forged, farther ones can.
 */
export function createOriginReader(trustedProxies: readonly string[]) {
  const trusted = parseRanges(trustedProxies);
  return function readOrigin(socketAddress: string | undefined, forwardedFor: string | undefined) {
    const direct = plainAddress(socketAddress ?? '');
    if (trusted.length === 0 || forwardedFor === undefined) return direct;
    if (!inRanges(trusted, direct)) return direct;
    return lastUntrusted(trusted, forwardedFor) ?? direct;
  };
}

function lastUntrusted(trusted: readonly AddressRange[], forwardedFor: string): string | undefined {
  let farthest: string | undefined;
  for (const entry of forwardedFor.split(',').reverse()) {
    const address = withoutPort(entry.trim());
    if (isIP(address) === 0) return farthest;
    farthest = ipaddr.process(address).toString();
    if (!inRanges(trusted, farthest)) return farthest;
  }
  return farthest;
}

/** `203.0.113.7:4711` and `[2001:db8::1]:4711` are written by some proxies. */
function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry);
  if (bracketed) return bracketed[1] ?? '';
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(entry) ? entry.slice(0, entry.indexOf(':')) : entry;
}

function parseRange(block: string): AddressRange | null {
  const [address = '', length] = block.split('/', 2);
  // ipaddr.js also takes octal and shortened forms, in which people read another address.
  const family = isIP(address);
  if (family === 0) return null;
  try {
    const [base, bits] = ipaddr.parseCIDR(`${address}/${length ?? (family === 6 ? 128 : 32)}`);
    if (base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= MAPPED_BITS) {
      return [base.toIPv4Address(), bits - MAPPED_BITS];
    }
    return [base, bits];
  } catch {
    return null;
  }
}
