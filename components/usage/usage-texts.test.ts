import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText } from '#components/ui/duration-text';
import { BUCKETS, bucketOf, LONGEST, quantile } from '#lib/usage/latency';
import { atMost, change, latencySteps, share, spanTexts } from './usage-texts.tsx';

it.each([
  [110, 100, '+10 % against the period before'],
  [97, 100, '−3 % against the period before'],
  [1004, 1000, '+0.4 % against the period before'],
  [100, 100, 'The same as before'],
  [5, 0, 'None before'],
  [0, 0, 'None before either'],
])('%d after %d is %s', (now, before, text) => {
  expect(change(now, before)).toBe(text);
});

it.each([
  [421, '0.42 ms'],
  [17_300, '17 ms'],
  [173_300, '173 ms'],
  [1_230_000, '1.2 s'],
])('%d µs are %s', (microseconds, text) => expect(durationText(microseconds)).toBe(text));

it.each([
  [50, '≤ 0.05 ms'],
  [192, '≤ 0.192 ms'],
  [17_320, '≤ 17.4 ms'],
  [1_210_000, '≤ 1.21 s'],
  [49_000_000, '> 35 s'],
])('of %d µs it is certain that calls took %s', (microseconds, text) =>
  expect(atMost(microseconds)).toBe(text),
);

it('a bound is never written as less than it is, and the exact value is as close as is told', () => {
  fc.assert(
    fc.property(fc.integer({ min: 51, max: LONGEST }), (microseconds) => {
      const [, value = '', unit] = atMost(quantile(histogramOf(microseconds), 1) ?? 0).split(' ');
      const shown = Number(value) * (unit === 's' ? 1_000_000 : 1000);
      expect(shown + 1e-6).toBeGreaterThanOrEqual(microseconds);
      expect(microseconds).toBeGreaterThanOrEqual(shown * 0.7);
    }),
  );
  expect(latencySteps).toContain('at most 30 % below');
});

function histogramOf(microseconds: number): number[] {
  return Array.from({ length: BUCKETS }, (_, i) => (i === bucketOf(microseconds) ? 1 : 0));
}

it('has no share of nothing', () => {
  expect(share(0, 0)).toBe('–');
  expect(share(1, 8)).toBe('12.5 %');
  expect(share(6, 100)).toBe('6.0 %');
  expect([share(0, 8), share(8, 8)]).toEqual(['0 %', '100 %']);
});

describe('spanTexts', () => {
  const span = { start: '2026-11-24T11:00:00.000Z', end: '2026-11-24T11:15:00.000Z' };
  it.each([
    ['24h', 'Europe/Berlin', '12:00', 'Tue, 24 Nov 2026, 12:00–12:15 CET'],
    ['7d', 'UTC', '24 Nov', 'Tue, 24 Nov 2026, 11:00–11:15 UTC'],
    ['30d', 'Asia/Kathmandu', '24 Nov', 'Tue, 24 Nov 2026, Asia/Kathmandu'],
  ] as const)('of %s in %s', (range, zone, tick, title) => {
    expect(spanTexts(range, zone)(span)).toEqual({ tick, title });
  });
});
