import { describe, expect, it } from 'vitest';
import { bucketsOf, endOfMinute, ranges } from './buckets.ts';
import { isTimeZone } from './time-zone.ts';

const HOUR = 3_600_000;

/** Hours of each day, and where the first and the last begin. */
function days(timeZone: string, now: string) {
  const buckets = bucketsOf('30d', timeZone, Date.parse(now));
  return {
    hours: buckets.map(({ start, end }) => (end - start) / HOUR),
    last: new Date(buckets.at(-1)?.start ?? 0).toISOString(),
  };
}

describe('days', () => {
  it.each([
    ['Europe/Berlin', '2026-03-30T10:00:00Z', 23, '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26T10:00:00Z', 25, '2026-10-25T23:00:00.000Z'],
    ['America/New_York', '2026-03-09T10:00:00Z', 23, '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-02T10:00:00Z', 25, '2026-11-02T05:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-05T10:00:00Z', 23.5, '2026-10-04T13:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-06T10:00:00Z', 24.5, '2026-04-05T13:30:00.000Z'],
    ['Asia/Kolkata', '2026-11-24T10:00:00Z', 24, '2026-11-23T18:30:00.000Z'],
    ['Asia/Kathmandu', '2026-11-24T10:00:00Z', 24, '2026-11-23T18:15:00.000Z'],
    // The clock is put forward at midnight: the day begins at 01:00.
    ['America/Santiago', '2026-09-07T10:00:00Z', 23, '2026-09-07T03:00:00.000Z'],
    // It is put back at midnight: 23:00 comes twice, and the day begins after that.
    ['America/Santiago', '2026-04-05T10:00:00Z', 25, '2026-04-05T04:00:00.000Z'],
  ])('in %s before %s', (timeZone, now, hours, last) => {
    const seen = days(timeZone, now);
    expect(seen.hours).toHaveLength(30);
    expect(seen.hours.at(-2)).toBe(hours);
    expect(seen.last).toBe(last);
    expect(seen.hours.slice(0, -2).every((length) => length === 24)).toBe(true);
  });

  it('leaves out a day that the zone left out', () => {
    // Samoa went from 29 to 31 December 2011.
    const buckets = bucketsOf('30d', 'Pacific/Apia', Date.parse('2012-01-02T00:00:00Z'));
    expect(buckets).toHaveLength(29);
    expect(buckets.every(({ start, end }) => end > start)).toBe(true);
  });
});

describe.each(ranges)('%s', (range) => {
  it.each(['2026-11-24T12:34:56.789Z', '2026-11-24T12:00:00.000Z'])('ends with %s', (text) => {
    const now = Date.parse(text);
    const buckets = bucketsOf(range, 'Asia/Kolkata', now);
    expect(buckets.length).toBeGreaterThanOrEqual(30);
    expect(buckets.length).toBeLessThanOrEqual(170);
    for (const [i, { start, end }] of buckets.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start % 60_000).toBe(0);
      expect(start).toBe(buckets[i - 1]?.end ?? start);
    }
    const last = buckets.at(-1);
    expect(last?.start).toBeLessThanOrEqual(now);
    expect(last?.end).toBeGreaterThan(now);
  });
});

it('counts up to the end of the minute', () => {
  const minute = Date.parse('2026-11-24T12:34:00Z');
  expect(endOfMinute(minute)).toBe(minute + 60_000);
  expect(endOfMinute(minute + 59_999)).toBe(minute + 60_000);
});

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['America/Argentina/Buenos_Aires', true],
  ['+05:30', false],
  ['Europe/Nowhere', false],
  ['', false],
  ["'; DROP TABLE x", false],
])('%s is a time zone: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
