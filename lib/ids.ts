import { randomFillSync } from 'node:crypto';
import { clock } from '#lib/clock';

/** Prefixes of every identifier the product hands out. */
export type IdPrefix =
  | 'org'
  | 'usr'
  | 'uss'
  | 'key'
  | 'acct'
  | 'sess'
  | 'req'
  | 'aud'
  | 'gate'
  | 'ask'
  | 'arl'
  | 'alt'
  | 'ach'
  | 'adl'
  | 'pur';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Every two symbols, so that ten random bits make two of them at once. */
const PAIRS = [...CROCKFORD].flatMap((first) => [...CROCKFORD].map((second) => first + second));
const POOL_BYTES = 8192;
const pool = new Uint16Array(POOL_BYTES / 2);
let used = pool.length;
let lastMillisecond = -1;
let lastTime = '';

/** Cryptographically random bytes, as a fresh buffer of `size` bytes. */
export function randomBytes(size: number): Buffer {
  return randomFillSync(Buffer.allocUnsafe(size));
}

/**
 * A ULID: 48 bits of milliseconds and 80 random bits in 26 Crockford base32 characters.
 * Source: https://github.com/ulid/spec
 */
export function ulid(now: number = clock.now()): string {
  if (now !== lastMillisecond) {
    lastTime = encodeTime(now);
    lastMillisecond = now;
  }
  if (used + 8 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let text = lastTime;
  for (let end = used + 8; used < end; used++) text += PAIRS[(pool[used] ?? 0) & 1023];
  return text;
}

/**
 * A new identifier such as `key_01JF…`: the prefix, an underscore and a ULID.
 * @param now whole epoch milliseconds that the ULID shall carry
 */
export function newId(prefix: IdPrefix, now?: number): string {
  return `${prefix}_${ulid(now)}`;
}

/** The epoch milliseconds that an identifier carries; the id must have its shape. */
export function timeOfId(id: string): number {
  const start = id.indexOf('_') + 1;
  let time = 0;
  for (const symbol of id.slice(start, start + 10)) time = time * 32 + CROCKFORD.indexOf(symbol);
  return time;
}

/** True when the text has the shape of an identifier with this prefix; says nothing of existence. */
export function isId(prefix: IdPrefix, text: string): boolean {
  const body = text.slice(prefix.length + 1);
  return text.startsWith(`${prefix}_`) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(body);
}

function encodeTime(now: number): string {
  let rest = now;
  let text = '';
  for (let i = 0; i < 10; i++) {
    text = CROCKFORD.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
