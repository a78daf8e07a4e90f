import { expect, test } from 'vitest';
import { Blocks, SEGMENT_LINES } from './blocks.ts';
import { LINE_BYTES } from './line.ts';

test('a block of a whole segment is used again, a smaller one is not', () => {
  const blocks = new Blocks();
  const [whole, small] = [blocks.take(SEGMENT_LINES), blocks.take(8)];
  expect(whole.bytes).toHaveLength(SEGMENT_LINES * LINE_BYTES);
  blocks.give(whole);
  blocks.give(small);
  expect(blocks.take(8)).not.toBe(small);
  expect(blocks.take(SEGMENT_LINES)).toBe(whole);
  expect(blocks.take(SEGMENT_LINES)).not.toBe(whole);
});

test('what is kept for later has an end', () => {
  const blocks = new Blocks();
  const many = Array.from({ length: 2_000 }, () => blocks.take(SEGMENT_LINES));
  for (const block of many) blocks.give(block);
  const again = Array.from({ length: 2_000 }, () => blocks.take(SEGMENT_LINES));
  const kept = new Set(many);
  const megabytes =
    (again.filter((block) => kept.has(block)).length * SEGMENT_LINES * LINE_BYTES) / 2 ** 20;
  expect(megabytes).toBeGreaterThan(1);
  expect(megabytes).toBeLessThanOrEqual(4);
});
