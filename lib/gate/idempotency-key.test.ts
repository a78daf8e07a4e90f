import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHead } from './head.ts';
import { readIdempotencyKey } from './idempotency-key.ts';

const read = (...values: string[]) =>
  readIdempotencyKey(
    readHead(
      'POST',
      '/',
      values.flatMap((value) => ['Idempotency-Key', value]),
    ),
  );
const refused = { kind: 'refusal', check: 'idempotency', code: 'malformed_request' };

test('quoted and bare are one key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 }), (text) => {
      const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
      expect(read(quoted)).toBe(text);
      if (!text.startsWith('"')) expect(read(text)).toBe(text);
    }),
  );
});

test.each([
  [['']],
  [['""']],
  [['"open']],
  [['"a"b']],
  [['"a\\x"']],
  [['ä']],
  [['a\tb']],
  [['x'.repeat(256)]],
  [['a', 'a']],
])('%j is refused', (values) => {
  expect(read(...values)).toMatchObject(refused);
});

test('none is none', () => {
  expect(read()).toBe(null);
  expect(read('x'.repeat(255))).toBe('x'.repeat(255));
});
