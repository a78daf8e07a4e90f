import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from './json.ts';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('what readers disagree on is refused', () => {
  test.each([
    ['a name twice', '{"a":1,"a":1}'],
    ['a name twice, spelled differently', '{"a":1,"\\u0061":2}'],
    ['a name twice, deep', '{"x":[{"a":1,"b":{"c":1,"c":2}}]}'],
    ['a name twice, with colons in strings', '{"a:":":","a:":"::"}'],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['__proto__, deep', '{"a":[{"__proto__":1}]}'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['no JSON', '{"a":}'],
    ['a trailing comma', '{"a":1,}'],
    ['NaN', '{"a":NaN}'],
    ['two values', '{} {}'],
    ['only white space', ' '],
  ])('%s', (_, text) => {
    expect(parse(text)).toMatchObject({ fault: { kind: 'malformed' } });
  });

  test('bytes that are not UTF-8', () => {
    expect(parseJson(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({
      fault: { kind: 'malformed' },
    });
  });
});

describe('text that cannot be stored names its place', () => {
  test.each([
    ['{"a":"\\u0000"}', 'a'],
    ['{"a":{"b":["x","\\ud800"]}}', 'a.b[1]'],
    ['{"metadata":{"\\ud800":"x"}}', 'metadata'],
  ])('%s', (text, param) => {
    expect(parse(text)).toMatchObject({ fault: { kind: 'text', param } });
  });
});

test('all other JSON is read as JSON.parse reads it', () => {
  const names = fc
    .string({ unit: 'grapheme' })
    .filter((name) => name !== '__proto__' && !name.includes('\0'));
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, true, false, 0, -1.5, 1e300, 'a:b"{}[]\\'),
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.array(tie('value')),
      fc.dictionary(names, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(values.value, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(parse(text)).toEqual({ value: JSON.parse(text) });
    }),
  );
  expect(Object.prototype).not.toHaveProperty('admin');
});
