import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { BodyBytes } from './body-bytes.ts';

const text = 'The quick brown fox jumps over the lazy dog.'.repeat(500);

describe('a body', () => {
  test.each([1, 2, 7, 1_000, text.length])('in pieces of %i bytes is what was sent', (size) => {
    const bytes = new BodyBytes();
    const sent = Buffer.from(text);
    for (let i = 0; i < sent.length; i += size) bytes.add(sent.subarray(i, i + size));
    expect(bytes.whole().toString()).toBe(text);
  });

  test('is empty when nothing came', () => {
    expect(new BodyBytes().whole().length).toBe(0);
  });

  test('takes about its size of memory, also when it comes byte by byte', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const held = () => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = held();
    const bytes = new BodyBytes();
    // As Node gives them: each in memory of its own.
    for (let i = 0; i < 200_000; i++) bytes.add(Buffer.alloc(1, 'x'));
    expect(held() - before).toBeLessThan(4 * 200_000);
    expect(bytes.whole().length).toBe(200_000);
  });
});
