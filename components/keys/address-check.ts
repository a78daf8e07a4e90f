import ipaddr from 'ipaddr.js';

/**
 * What is wrong with a list of addresses and CIDR blocks, told while one types; undefined when
 * nothing is. The verb judges again: this one only spares a round trip.
 */
export function wrongAddress(entries: readonly string[]): string | undefined {
  const index = entries.findIndex((entry) => !isBlock(entry));
  if (index === -1) return undefined;
  return `Entry ${index + 1}, ${entries[index]}, is no IPv4 or IPv6 address or block.`;
}

function isBlock(entry: string): boolean {
  const [, address = '', length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const width = widthOf(address);
  return width !== null && (length === undefined || Number(length) <= width);
}

/** Bits of an address; null for what is none, such as octal or shortened IPv4. */
function widthOf(address: string): 32 | 128 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return /(^|\.)0\d/.test(address) ? null : 32;
  return address.includes(':') && ipaddr.IPv6.isValid(address) ? 128 : null;
}
