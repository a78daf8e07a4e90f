/** Microseconds up to which the first bucket reaches, and how much farther each next one does. */
const FIRST = 50;
const GROWTH = 1.4;
const LOG_GROWTH = Math.log(GROWTH);

/** Buckets of a latency histogram; the last one takes all that is longer. */
export const BUCKETS = 42;

/** The bucket of a duration in microseconds: 0 … 41. */
export function bucketOf(microseconds: number): number {
  if (microseconds <= FIRST) return 0;
  const bucket = Math.ceil(Math.log(microseconds / FIRST) / LOG_GROWTH - 1e-9);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** The longest duration of a bucket, microseconds; of the last one, where its ordinary part ends. */
export function upperBound(bucket: number): number {
  return FIRST * GROWTH ** bucket;
}

/**
 * The duration that the share `q` (0 … 1) of all calls did not exceed, in microseconds, taking the calls
 * of a bucket as spread evenly over it; null without calls. What is beyond the last bound counts as it.
 * @param counts calls by bucket, dense
 */
export function quantile(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, calls) => sum + calls, 0);
  if (total <= 0) return null;
  const wanted = Math.min(Math.max(q, 0), 1) * total;
  let below = 0;
  let last = 0;
  for (const [bucket, calls] of counts.entries()) {
    if (calls <= 0) continue;
    const lower = bucket === 0 ? 0 : upperBound(bucket - 1);
    if (below + calls >= wanted) {
      return lower + (upperBound(bucket) - lower) * ((wanted - below) / calls);
    }
    below += calls;
    last = upperBound(bucket);
  }
  return last;
}
