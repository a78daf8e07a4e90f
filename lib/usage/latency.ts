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
