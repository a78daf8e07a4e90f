import type { Asking } from './ask.ts';
import { BUCKETS, quantile } from './latency.ts';
import { type Filter, type Placed, readSums } from './sums.ts';

/** How long calls took in the gate, microseconds of which `quantile` knows that 50, 95 and 99 % of them took no longer; null without calls. */
export type LatencyView = {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
} | null;

type Row = { slot: number; calls: number };

/** Takes the sparse histograms apart where they are read: a join with the elements would cost twice as much. */
const elements = (table: string) =>
  `(SELECT latency[i] AS slot, latency[i + 1] AS calls FROM (
     SELECT latency, generate_series(1, cardinality(latency), 2) AS i FROM ${table} OFFSET 0
   ) AS spread) AS element`;

/** Latency of each bucket, and of the first `count` of them together. */
export async function readLatencies(
  asking: Asking,
  filter: Filter,
  pieces: readonly Placed[],
  count: number,
): Promise<{ byBucket: LatencyView[]; whole: LatencyView }> {
  const rows = await readSums<Row>(asking, filter, pieces, {
    select: 'slot, sum(calls)::bigint AS calls',
    group: '1',
    from: elements,
  });
  const whole = emptyHistogram();
  const histograms: number[][] = [];
  for (const { bucket, slot, calls, sign } of rows) {
    histograms[bucket] ??= emptyHistogram();
    const added = bucket < count ? [whole, histograms[bucket]] : [histograms[bucket]];
    for (const histogram of added) histogram[slot] = (histogram[slot] ?? 0) + calls * sign;
  }
  const byBucket = Array.from(histograms, (histogram) => latencyOf(histogram ?? []));
  return { byBucket, whole: latencyOf(whole) };
}

function emptyHistogram(): number[] {
  return Array.from({ length: BUCKETS }, () => 0);
}

function latencyOf(histogram: readonly number[]): LatencyView {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(histogram, q));
  return p50 == null || p95 == null || p99 == null ? null : { p50, p95, p99 };
}
