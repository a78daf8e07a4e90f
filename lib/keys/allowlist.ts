import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const MAPPED_BITS = 96;

/**
 * An address or CIDR block in the one form that is stored: the block's first address and its length,
 * IPv4 inside IPv6 as IPv4. Null when the text is neither. Source: RFC 4632, RFC 4291.
 */
export function normalizeBlock(text: string): string | null {
  const [, address = '', length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const family = isIP(address);
  if (family === 0) return null;
  const width = family === 4 ? 32 : 128;
  const bits = length === undefined ? width : Number(length);
  if (bits > width) return null;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() && bits >= MAPPED_BITS) {
    return block(parsed.toIPv4Address().toString(), bits - MAPPED_BITS);
  }
  return block(address, bits);
}

/** A stored block as people write it: a single address without its length. */
export function shownBlock(block: string): string {
  const [address = '', bits] = block.split('/');
  return bits === (isIP(address) === 4 ? '32' : '128') ? address : block;
}

function block(address: string, bits: number): string {
  const cidr = `${address}/${bits}`;
  const first =
    isIP(address) === 4
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${first.toString()}/${bits}`;
}
