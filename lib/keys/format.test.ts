import { describe, expect, test } from 'vitest';
import { randomBytes } from '#lib/ids';
import { digestKey } from './digest.ts';
import { KEY_LENGTH, maskKey, mintKey, parseKey, visibleParts } from './format.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const WIDER = `${ALPHABET}_-+/= .\u00e9\n`;

/** A number in [0, below). */
function roll(below: number): number {
  return randomBytes(4).readUInt32LE() % below;
}

function replaceAt(text: string, at: number, symbol: string): string {
  return text.slice(0, at) + symbol + text.slice(at + 1);
}

function typo(key: string, kind: number): string {
  const at = roll(key.length);
  if (kind === 0) return replaceAt(key, at, WIDER.charAt(roll(WIDER.length)));
  if (kind === 1) {
    const other = roll(key.length);
    return replaceAt(replaceAt(key, at, key.charAt(other)), other, key.charAt(at));
  }
  if (kind === 2) return key.slice(0, at);
  if (kind === 3) return key.slice(0, at) + ALPHABET.charAt(roll(62)) + key.slice(at);
  return key.slice(0, at) + key.slice(at + 1);
}

function junk(shape: number): string {
  const random = (size: number) =>
    Array.from(randomBytes(size), (byte) => ALPHABET.charAt(byte % 62)).join('');
  if (shape === 0) return `sk_live_${random(49)}`;
  if (shape === 1) return `sk_test_${random(49)}`;
  if (shape === 2) return `sk_prod_${random(49)}`;
  if (shape === 3) return random(57);
  return randomBytes(roll(80)).toString('latin1');
}

describe('mintKey', () => {
  test.each(['live', 'test'] as const)('makes a well-formed %s key', (environment) => {
    const key = mintKey(environment);
    expect(key).toMatch(new RegExp(`^sk_${environment}_[0-9A-Za-z]{49}$`));
    expect(key).toHaveLength(57);
    expect(KEY_LENGTH).toBe(57);
    expect(parseKey(key)).toEqual({ environment });
  });

  test('makes 100,000 different keys whose characters are uniform at every position', () => {
    const count = 100_000;
    const seen = new Set<string>();
    const counts = Array.from({ length: 43 }, () => new Map<string, number>());
    for (let i = 0; i < count; i++) {
      const key = mintKey('live');
      seen.add(key);
      for (let at = 0; at < 43; at++) {
        const symbol = key.charAt(8 + at);
        counts[at]?.set(symbol, (counts[at]?.get(symbol) ?? 0) + 1);
      }
    }
    expect(seen.size).toBe(count);
    const expected = count / 62;
    for (const position of counts) {
      let chiSquare = 0;
      for (const symbol of ALPHABET) {
        chiSquare += ((position.get(symbol) ?? 0) - expected) ** 2 / expected;
      }
      // 61 degrees of freedom; beyond 131 lies 1 in a million, and there are 43 positions.
      expect(chiSquare).toBeLessThan(131);
    }
  });
});

describe('parseKey', () => {
  test('accepts none of 20,000 typos', () => {
    let accepted = 0;
    for (let i = 0; i < 20_000; ) {
      const key = mintKey(i % 2 === 0 ? 'live' : 'test');
      const wrong = typo(key, i % 5);
      if (wrong === key) continue;
      if (parseKey(wrong) !== null) accepted++;
      i++;
    }
    expect(accepted).toBe(0);
  });

  test('accepts none of 200,000 junk strings', () => {
    let accepted = 0;
    for (let i = 0; i < 200_000; i++) {
      if (parseKey(junk(i % 5)) !== null) accepted++;
    }
    expect(accepted).toBe(0);
  });

  test('finds every typo of one character and every swap of neighbours', () => {
    const key = mintKey('test');
    for (let at = 0; at < key.length; at++) {
      for (const symbol of ALPHABET) {
        if (symbol !== key.charAt(at)) expect(parseKey(replaceAt(key, at, symbol))).toBeNull();
      }
      const next = key.charAt(at + 1);
      if (next === '' || next === key.charAt(at)) continue;
      const swapped = replaceAt(replaceAt(key, at, next), at + 1, key.charAt(at));
      expect(parseKey(swapped)).toBeNull();
    }
  });

  test('refuses the other environment’s prefix on the same secret', () => {
    const key = mintKey('test');
    expect(parseKey(key.replace('sk_test_', 'sk_live_'))).toBeNull();
  });

  test('takes a few microseconds at most', () => {
    const keys = Array.from({ length: 1000 }, () => mintKey('live'));
    const started = performance.now();
    for (let round = 0; round < 50; round++) for (const key of keys) parseKey(key);
    const microseconds = ((performance.now() - started) * 1000) / 50_000;
    // The goal is 2; the bound is wider because tests share the machine.
    expect(microseconds).toBeLessThan(10);
  });
});

test('only the first 12 and last 4 characters are shown', () => {
  const key = mintKey('live');
  const parts = visibleParts(key);
  expect(maskKey(parts)).toBe(`${key.slice(0, 12)}…${key.slice(-4)}`);
});

test('the digest depends on the key and on the pepper', () => {
  const key = mintKey('live');
  const pepper = randomBytes(32);
  expect(digestKey(key, pepper)).toEqual(digestKey(key, pepper));
  expect(digestKey(key, pepper)).toHaveLength(32);
  expect(digestKey(key, pepper)).not.toEqual(digestKey(key, randomBytes(32)));
  expect(digestKey(key, pepper)).not.toEqual(digestKey(mintKey('live'), pepper));
});
