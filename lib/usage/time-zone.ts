import { z } from 'zod';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const calendars = new Map<string, Intl.DateTimeFormat>();

/** Whether this is the name of a time zone that we know, as in the IANA database; offsets are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name) || name.length > 64)
    return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The name of a time zone, e.g. `Europe/Berlin`. */
export const timeZoneField = z.string().refine(isTimeZone, 'There is no such time zone.');

/**
 * The starts of the last `count` days of a zone, and of tomorrow. A day begins with its first moment,
 * which is not 00:00 where the clock is put forward at midnight; a day that a zone left out is missing.
 * @param now epoch milliseconds, as the result
 */
export function dayStarts(timeZone: string, now: number, count: number): number[] {
  const today = Math.floor(localTime(now, timeZone) / DAY_MS) * DAY_MS;
  const starts = Array.from({ length: count + 1 }, (_, i) =>
    firstMoment(today + (i + 1 - count) * DAY_MS, timeZone),
  );
  return starts.filter((start, i) => start !== starts[i - 1]);
}

/** The first moment whose date in the zone is `day` or later; `day` is that date's midnight as if in UTC. */
function firstMoment(day: number, timeZone: string): number {
  // A date begins at most 14 hours before and 12 hours after its midnight in UTC.
  let before = day - 15 * 60 * MINUTE_MS;
  let after = day + 13 * 60 * MINUTE_MS;
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (localTime(middle, timeZone) >= day) after = middle;
    else before = middle;
  }
  return after;
}

/** What a clock in the zone shows, as epoch milliseconds of the same figures in UTC. */
function localTime(moment: number, timeZone: string): number {
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) {
    calendar = new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    calendars.set(timeZone, calendar);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of calendar.formatToParts(moment)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
