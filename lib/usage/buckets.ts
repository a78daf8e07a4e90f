import { dayStarts } from './time-zone.ts';

const MINUTE_MS = 60_000;

export const ranges = ['1h', '6h', '24h', '7d', '30d', '90d'] as const;
export type Range = (typeof ranges)[number];

/** A stretch of time that a chart shows as one; epoch milliseconds, `end` is not part of it. */
export type Bucket = { readonly start: number; readonly end: number };

/** How a range is cut: into so many buckets of some minutes, or into days of the zone. */
const cuts: Readonly<Record<Range, { readonly count: number; readonly minutes: number | 'day' }>> =
  {
    '1h': { count: 60, minutes: 1 },
    '6h': { count: 72, minutes: 5 },
    '24h': { count: 96, minutes: 15 },
    '7d': { count: 168, minutes: 60 },
    '30d': { count: 30, minutes: 'day' },
    '90d': { count: 90, minutes: 'day' },
  };

/**
 * The buckets of a range, oldest first; the last one holds `now` and is not over. Days begin with the
 * zone's own midnight and may have 23 or 25 hours; shorter buckets begin at multiples in UTC.
 * @param now epoch milliseconds by the database's clock
 */
export function bucketsOf(range: Range, timeZone: string, now: number): Bucket[] {
  const { count, minutes } = cuts[range];
  if (minutes === 'day') return between(dayStarts(timeZone, now, count));
  const step = minutes * MINUTE_MS;
  const last = Math.floor(now / step) * step;
  return between(Array.from({ length: count + 1 }, (_, i) => last + (i + 1 - count) * step));
}

/** Whether a range is cut into days. */
export function isByDay(range: Range): boolean {
  return cuts[range].minutes === 'day';
}

/** The end of the minute that holds `now`: up to there is counted what there is. */
export function endOfMinute(now: number): number {
  return (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
}

function between(borders: readonly number[]): Bucket[] {
  return borders.slice(1).map((end, i) => ({ start: borders[i] ?? end, end }));
}
