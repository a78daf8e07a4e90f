import { crc32 } from 'node:zlib';
import type { Environment } from '#lib/db/generated/enums';
import { randomBytes } from '#lib/ids';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SYMBOLS = [...ALPHABET];
/** 62^43 > 2^256. */
const SECRET_CHARACTERS = 43;
/** 62^6 > 2^32. */
const CHECKSUM_CHARACTERS = 6;
/** The largest multiple of 62 below 256; bytes from there on would favour the first symbols. */
const UNBIASED = 248;
const SHAPE = /^sk_(live|test)_[0-9A-Za-z]{49}$/;
const HEAD_LENGTH = 'sk_live_'.length + SECRET_CHARACTERS;

/** Characters of a whole key. */
export const KEY_LENGTH = HEAD_LENGTH + CHECKSUM_CHARACTERS;

/**
 * A new key: `sk_live_` or `sk_test_`, 43 uniformly random base62 characters (256 bits) and 6 base62
 * characters of the CRC32 over everything before them.
 */
export function mintKey(environment: Environment): string {
  const head = `sk_${environment}_${randomSymbols(SECRET_CHARACTERS)}`;
  return head + checksum(head);
}

/** The environment of a well-formed key, or null; says nothing about whether the key exists. */
export function parseKey(text: string): { environment: Environment } | null {
  if (text.length !== KEY_LENGTH || !SHAPE.test(text)) return null;
  if (checksum(text.slice(0, HEAD_LENGTH)) !== text.slice(HEAD_LENGTH)) return null;
  return { environment: text.startsWith('sk_live_') ? 'live' : 'test' };
}

/** The parts of a key that may be stored and shown: `sk_live_` with 4 more characters, and the last 4. */
export function visibleParts(text: string): { prefix: string; tail: string } {
  return { prefix: text.slice(0, 12), tail: text.slice(-4) };
}

/** A key as people recognize it, e.g. `sk_live_4f9A…Qz81`. */
export function maskKey(parts: { prefix: string; tail: string }): string {
  return `${parts.prefix}…${parts.tail}`;
}

function randomSymbols(count: number): string {
  let text = '';
  while (text.length < count) {
    for (const byte of randomBytes(64)) {
      if (byte < UNBIASED && text.length < count) text += SYMBOLS[byte % 62];
    }
  }
  return text;
}

function checksum(head: string): string {
  let rest = crc32(head);
  let text = '';
  for (let i = 0; i < CHECKSUM_CHARACTERS; i++) {
    text = SYMBOLS[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
