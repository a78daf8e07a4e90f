import { describe, expect, it, test } from 'vitest';
import { formatTime, inUtc, momentsIn, relativeTime } from '#lib/time-format';

const iso = '2026-11-24T12:00:03.250Z';

describe('formatTime', () => {
  it.each([
    ['date', 'UTC', '24 Nov 2026, UTC'],
    ['minute', 'UTC', '24 Nov 2026, 12:00 UTC'],
    ['minute', 'Europe/Berlin', '24 Nov 2026, 13:00 CET'],
    ['second', 'UTC', '24 Nov 2026, 12:00:03 UTC'],
    ['milli', 'Europe/Berlin', '24 Nov 2026, 13:00:03.250 CET'],
    ['clock', 'UTC', '12:00:03 UTC'],
  ] as const)('%s in %s', (style, zone, text) => {
    expect(formatTime(iso, style, zone)).toBe(text);
  });

  it('keeps the milliseconds and the UTC time in the exact form', () => {
    expect(formatTime(iso, 'exact', 'Europe/Berlin')).toBe(
      '24 Nov 2026, 13:00:03 CET · 2026-11-24T12:00:03.250Z',
    );
  });

  it('shows what is no time as it is', () => {
    expect(formatTime('never', 'minute', 'UTC')).toBe('never');
  });
});

test('a text is cut at its moments, and tells them in UTC elsewhere', () => {
  expect(momentsIn(`At ${iso} it was 0, at ${iso} 1.`)).toEqual([
    'At ',
    iso,
    ' it was 0, at ',
    iso,
    ' 1.',
  ]);
  expect(inUtc(`At ${iso} it was 0.`)).toBe('At 24 Nov 2026, 12:00 UTC it was 0.');
  expect(inUtc('Nothing.')).toBe('Nothing.');
});

describe('relativeTime', () => {
  const now = Date.parse(iso);
  const day = 86_400_000;
  it.each([
    [-30_000, 'just now'],
    [30_000, 'in under a minute'],
    [-61_000, '1 min ago'],
    [-3_600_000, '1 hr ago'],
    [90 * day, 'in 90 days'],
    [90 * day - 5_000, 'in 90 days'],
    [day - 5_000, 'in 24 hr'],
    [-89.5 * day, '89 days ago'],
    [130 * day, 'in 4 mo'],
    [-800 * day, '2 yr ago'],
  ])('%i ms', (offset, text) => {
    expect(relativeTime(now + offset, now).replace('.', '')).toBe(text);
  });
});
