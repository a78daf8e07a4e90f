import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

/** The same value with its members in another order. */
function shuffle(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffle);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, shuffle(item)]),
  );
}

describe('canonical JSON', () => {
  test.each([
    ['{"b":1,"a":[1,2]}', '{ "a" : [ 1, 2 ], "b" : 1 }'],
    ['{"a":1.0}', '{"a":1}'],
    ['{"a":"\\u00e9"}', '{"a":"é"}'],
    ['{"a":1e2}', '{"a":100}'],
  ])('%s and %s are equal', (one, other) => {
    expect(canonicalJson(JSON.parse(one))).toBe(canonicalJson(JSON.parse(other)));
  });

  test.each([
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":null}', '{}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"a":{"b":1}}', '{"a":{"b":2}}'],
    ['{"a":"b:c"}', '{"a:b":"c"}'],
    ['{"a":"é"}', '{"a":"e\u0301"}'],
  ])('%s and %s differ', (one, other) => {
    expect(canonicalJson(JSON.parse(one))).not.toBe(canonicalJson(JSON.parse(other)));
  });

  test('depends on the value only: order and white space are nothing, and it reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffle(value))).toBe(text);
        expect(canonicalJson(JSON.parse(JSON.stringify(value, null, 3)))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('different values have different texts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = JSON.stringify(shuffle(one)) === JSON.stringify(shuffle(other));
        if (!same && canonicalJson(one) === canonicalJson(other)) {
          expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
        }
      }),
    );
  });
});
