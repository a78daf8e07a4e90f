import { expect, test } from 'vitest';
import { dayOf, entryText, priceOf } from './credit-texts.ts';

test('a day is one of UTC', () => {
  expect(dayOf('2026-12-01T00:00:00.000Z')).toBe('1 December');
  expect(dayOf('2026-11-30T23:59:59.999Z', 'short')).toBe('30 Nov');
});

test('a charge says what it is for', () => {
  expect(entryText({ kind: 'debit', analysisId: null })).toBe('Session created');
  expect(entryText({ kind: 'debit', analysisId: 'anl_1' })).toBe('Analysis requested');
});

test.each([
  [1_000, 'usd', 'US$10.00'],
  [999, 'eur', '€9.99'],
  [1_000, 'jpy', 'JP¥1,000'],
])('%i %s is %s', (price, currency, text) => expect(priceOf(price, currency)).toBe(text));
