import { expect, test } from 'vitest';
import { lineOf } from './statement.ts';

test('fields between tabs, null as nothing', () => {
  expect(lineOf(['a', null, 1, JSON.stringify({ a: 'b\tc\n' })])).toBe('a\t\t1\t{"a":"b\\tc\\n"}');
});

test.each(['a\tb', 'a\nb', '\n'])('a field that would become more is a fault: %j', (field) => {
  expect(() => lineOf(['x', field])).toThrow('a tab or a line break');
});
