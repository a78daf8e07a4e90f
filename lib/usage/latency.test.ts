import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS, bucketOf, quantile, upperBound } from './latency.ts';

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

  it('takes the calls of a bucket as spread evenly over it', () => {
    expect(quantile([4], 0.5)).toBe(25);
    expect(quantile([0, 10], 0.5)).toBeCloseTo(60);
    expect(quantile([5, 5], 0.5)).toBe(50);
    expect(quantile([5, 5], 1)).toBeCloseTo(70);
  });

  it('is never farther from the true one than a bucket is wide', () => {
    const durations = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99), (all, q) => {
        const counts = Array.from({ length: BUCKETS }, () => 0);
        for (const one of all) counts[bucketOf(one)] = (counts[bucketOf(one)] ?? 0) + 1;
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(q * all.length) - 1)] ?? 0;
        const told = quantile(counts, q) ?? 0;
        expect(bucketOf(Math.max(1, told - 1e-6))).toBe(bucketOf(exact));
      }),
    );
  });
});
