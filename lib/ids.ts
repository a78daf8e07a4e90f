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
  | 'rec'
  | 'anl'
  | 'wh'
  | 'evt'
  | 'whd'
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

/** The 80 random bits of an identifier, the highest first: 30, 30 and 20 of them. */
export type RandomBits = { readonly high: number; readonly middle: number; readonly low: number };

/** The random bits of one more identifier. */
export function randomBits(): RandomBits {
  return { high: draw(3), middle: draw(3), low: draw(2) };
}

/**
 * A ULID: 48 bits of milliseconds and 80 random bits in 26 Crockford base32 characters.
 * Source: https://github.com/ulid/spec
 */
export function ulid(now: number = clock.now(), bits: RandomBits = randomBits()): string {
  if (now !== lastMillisecond) {
    lastTime = encodeTime(now);
    lastMillisecond = now;
  }
  const { high, middle, low } = bits;
  const upper = `${PAIRS[high >> 20]}${PAIRS[(high >> 10) & 1023]}${PAIRS[high & 1023]}`;
  const inner = `${PAIRS[middle >> 20]}${PAIRS[(middle >> 10) & 1023]}${PAIRS[middle & 1023]}`;
  return `${lastTime}${upper}${inner}${PAIRS[low >> 10]}${PAIRS[low & 1023]}`;
}

/**
 * A new identifier such as `key_01JF…`: the prefix, an underscore and a ULID.
 * @param now whole epoch milliseconds that the ULID shall carry
 * @param bits what it shall carry besides
 */
export function newId(prefix: IdPrefix, now?: number, bits?: RandomBits): string {
  return `${prefix}_${ulid(now, bits)}`;
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

/** So many times ten random bits. */
function draw(tens: number): number {
  if (used + tens > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let bits = 0;
  for (const end = used + tens; used < end; used++)
    bits = (bits << 10) | ((pool[used] ?? 0) & 1023);
  return bits;
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
