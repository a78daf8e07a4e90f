import { expect, test } from 'vitest';
import { hasUnprintable, printable } from './text.ts';

test.each([
  ['a\nb\r\nc', 'abc'],
  ['red \u001b[31malert\u001b[0m', 'red [31malert[0m'],
  ['a\u2028b\u2029c\u0085d', 'abcd'],
  ['gnp.\u202efdp', 'gnp.fdp'],
  ['\u0000', ''],
  ['Zoë 🦄 名前', 'Zoë 🦄 名前'],
])('%j is printed as %j', (text, shown) => {
  expect(printable(text, 100)).toBe(shown);
  expect(hasUnprintable(text)).toBe(text !== shown);
});

test('is cut to the limit', () => {
  expect(printable('abcdef', 3)).toBe('abc');
});
