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

/** Where the last bucket begins, whole microseconds: of a longer duration nothing else is known. */
export const LONGEST = Math.floor(upperBound(BUCKETS - 2));

/**
 * The least whole number of microseconds of which it is certain that the share `q` (0 … 1) of all calls took
 * no longer: the bound of their bucket. Above `LONGEST` it is certain only that there was a longer call than
 * that. Null without calls.
 * @param counts calls by bucket, dense
 */
export function quantile(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, calls) => sum + calls, 0);
  if (total <= 0) return null;
  const wanted = Math.min(Math.max(q, 0), 1) * total;
  let below = 0;
  const bucket = counts.findIndex((calls) => {
    below += calls;
    return calls > 0 && below >= wanted;
  });
  // A call is as many whole microseconds as its gate counted, so the bound's fraction proves nothing.
  return Math.floor(upperBound(bucket) + 1e-6);
}
