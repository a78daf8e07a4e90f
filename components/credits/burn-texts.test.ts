import { describe, expect, test } from 'vitest';
import { forecastText, shortForecast, spanOf } from './burn-texts.tsx';

test.each([
  [0.001, 'less than a minute'],
  [1 / 60, '1 minute'],
  [0.99, '59 minutes'],
  [1.4, '84 minutes'],
  [1.6, '2 hours'],
  [47.9, '48 hours'],
  [48, '2 days'],
  [24 * 1_234, '1,234 days'],
])('%d hours are %s', (hours, text) => expect(spanOf(hours)).toBe(text));

describe('a forecast', () => {
  test('says its band and what it rests on', () => {
    const found = { kind: 'runs_out', hours: 96, low: 72, high: 130, sparse: false } as const;
    expect(forecastText(found, 14)).toEqual({
      value: 'About 4 days',
      note: 'Between 3 days and 5 days. At the pace of the last 14 days and today; it holds about four times in five.',
    });
    expect(forecastText({ ...found, high: null }, 14).note).toContain(
      '3 days on busy days, past the refill on quiet ones.',
    );
  });

  test('never says in short that credits last when busy days would use them up', () => {
    const found = { kind: 'lasts', low: 70, sparse: false } as const;
    expect(shortForecast(found, 14)).toBe('past the refill, but 3 days on busy days');
    expect(shortForecast({ ...found, low: null }, 14)).toBe('past the refill');
    expect(shortForecast({ kind: 'empty' }, 14)).toBe('none left');
  });

  test('is honest with little to go by', () => {
    const found = { kind: 'lasts', low: 30, sparse: true } as const;
    expect(forecastText(found, 1).note).toBe(
      'At the pace of the last day and today. Busy days could empty it sooner: in 30 hours. There is only 1 whole day to go by yet, so take it as a rough guess.',
    );
    expect(forecastText({ kind: 'too_early' }, 0).value).toBe('Too early to say');
    expect(forecastText({ kind: 'no_burn' }, 0).note).toContain('were used today');
  });
});
