import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS, bucketOf, LONGEST, quantile, upperBound } from './latency.ts';

describe('bucketOf', () => {
  it.each([
    [0, 0],
    [50, 0],
    [51, 1],
    [70, 1],
    [71, 2],
    [10 ** 9, BUCKETS - 1],
  ])('%d µs are in bucket %d', (microseconds, bucket) => {
    expect(bucketOf(microseconds)).toBe(bucket);
  });

  it('holds what lies between its bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000_000 }), (microseconds) => {
        const bucket = bucketOf(microseconds);
        expect(microseconds).toBeLessThanOrEqual(upperBound(bucket) + 1e-6);
        if (bucket > 0) expect(microseconds).toBeGreaterThan(upperBound(bucket - 1) - 1e-6);
      }),
    );
  });
});

describe('quantile', () => {
  it('is null without calls', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([0, 0], 0.5)).toBeNull();
  });

  it('is the bound of the bucket', () => {
    expect(quantile([4], 0.5)).toBe(50);
    expect(quantile([0, 10], 0.5)).toBe(70);
    expect(quantile([5, 5], 0.5)).toBe(50);
    expect(quantile([5, 5], 0.51)).toBe(70);
  });

  const durations = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 60_000_000 })),
    { minLength: 1 },
  );
  const shares = fc.constantFrom(0.5, 0.95, 0.99, 1);

  it('is never less than the true one, nor farther above than is told', () => {
    fc.assert(
      fc.property(durations, shares, (all, q) => {
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(q * all.length) - 1] ?? 0;
        const told = quantile(histogramOf(all), q) ?? 0;
        if (told > LONGEST) expect(exact).toBeGreaterThan(LONGEST);
        else expect(exact).toBeLessThanOrEqual(told);
        if (told > 50) expect(exact).toBeGreaterThan(told / 1.4 - 1e-3);
      }),
    );
  });

  it('is no more than what the counts prove: some calls so counted took so long', () => {
    fc.assert(
      fc.property(durations, shares, (all, q) => {
        const told = quantile(histogramOf(all), q) ?? 0;
        if (told <= LONGEST) expect(bucketOf(told)).not.toBe(bucketOf(told + 1));
      }),
    );
  });
});

function histogramOf(durations: readonly number[]): number[] {
  const counts = Array.from({ length: BUCKETS }, () => 0);
  for (const one of durations) counts[bucketOf(one)] = (counts[bucketOf(one)] ?? 0) + 1;
  return counts;
}
