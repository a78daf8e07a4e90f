import fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodAt } from './period.ts';

test('a period is the calendar month in UTC', () => {
  const at = (iso: string) => periodAt(Date.parse(iso));
  const november = {
    start: Date.parse('2026-11-01T00:00:00Z'),
    end: Date.parse('2026-12-01T00:00:00Z'),
  };
  expect(at('2026-11-01T00:00:00.000Z')).toEqual(november);
  expect(at('2026-11-30T23:59:59.999Z')).toEqual(november);
  expect(at('2026-12-31T23:59:59.999Z').end).toBe(Date.parse('2027-01-01T00:00:00Z'));
  expect(at('2028-02-29T12:00:00Z')).toEqual({
    start: Date.parse('2028-02-01T00:00:00Z'),
    end: Date.parse('2028-03-01T00:00:00Z'),
  });
});

test('every moment lies in its own period, and periods touch', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (now) => {
      const { start, end } = periodAt(now);
      expect(start <= now && now < end).toBe(true);
      expect(periodAt(end).start).toBe(end);
      expect(periodAt(end - 1)).toEqual({ start, end });
    }),
  );
});
