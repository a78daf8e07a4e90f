import { expect, test } from 'vitest';
import { z } from 'zod';
import { attributesOf } from './attributes.ts';

/** What is told of one field of that schema. */
function told(schema: z.ZodType) {
  const [attribute] = attributesOf(
    z.toJSONSchema(z.strictObject({ field: schema }), { io: 'input' }),
  );
  return attribute;
}

test('types are told in words', () => {
  expect(told(z.string())?.type).toBe('string');
  expect(told(z.string().nullable())?.type).toBe('string or null');
  expect(told(z.strictObject({}).nullable())?.type).toBe('object or null');
  expect(told(z.iso.datetime())?.type).toBe('time');
  expect(told(z.array(z.int()))?.type).toBe('list of integers');
  expect(told(z.record(z.string(), z.string()))?.type).toBe('object of strings');
  expect(told(z.union([z.string(), z.boolean()]))?.type).toBe('string or boolean');
  expect(told(z.unknown())?.type).toBe('anything');
});

test('what has to be sent, the values and the limits are told', () => {
  expect(told(z.string())?.required).toBe(true);
  expect(told(z.string().optional())?.required).toBe(false);
  expect(told(z.enum(['a', 'b']).nullable())?.values).toEqual(['a', 'b']);
  expect(told(z.array(z.enum(['a', 'b'])))?.values).toEqual(['a', 'b']);
  expect(told(z.literal('list'))?.values).toEqual(['list']);
  expect(told(z.string().min(1).max(9))?.limits).toEqual(['1 to 9 characters']);
  expect(told(z.int().min(0))?.limits).toEqual(['0 or more']);
  expect(told(z.int())?.limits).toEqual([]);
  expect(told(z.array(z.string().max(5)).max(3))?.limits).toEqual([
    '3 items at most',
    'each 5 characters at most',
  ]);
  expect(told(z.record(z.string().max(40), z.string().max(5)))?.limits).toEqual([
    'names of 40 characters at most',
    'values of 5 characters at most',
  ]);
  expect(told(z.string().regex(/^sess_[0-9A-Z]{26}$/))?.limits).toEqual(['begins with sess_']);
  expect(told(z.int().min(1).max(100).default(20))?.limits).toEqual([
    '1 to 100',
    '20 when left out',
  ]);
});

test('fields are found within objects, lists and what may be null; never one that nobody may send', () => {
  const inner = z.strictObject({ one: z.string(), never: z.never().optional() });
  for (const schema of [inner, z.array(inner), inner.nullable(), z.array(inner).nullable()]) {
    expect(told(schema)?.inner.map(({ name }) => name)).toEqual(['one']);
  }
});

test('of objects that differ by a field all fields are told, each with the value that it comes with', () => {
  const one = z.strictObject({ kind: z.literal('one'), at: z.string(), a: z.int() });
  const two = z.strictObject({ kind: z.literal('two'), at: z.string() });
  const field = told(z.array(z.discriminatedUnion('kind', [one, two])));
  expect(field?.type).toBe('list of objects');
  expect(
    field?.inner.map(({ name, required, values, limits }) => [name, required, values, limits]),
  ).toEqual([
    ['kind', true, ['one', 'two'], []],
    ['at', true, [], []],
    ['a', false, [], ['with kind one']],
  ]);
});
