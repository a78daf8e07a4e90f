import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cover, coverInside, type Kept, type Piece } from './cover.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-01T00:00:00Z');
const SPAN = 10 * 24 * 60;

/** Minutes that the pieces count, each with how often: what must be 1 inside and 0 outside. */
function counted(pieces: readonly Piece[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { since, until, sign } of pieces) {
    for (let at = since; at < until; at += MINUTE) counts.set(at, (counts.get(at) ?? 0) + sign);
  }
  return counts;
}

const minute = fc.integer({ min: 0, max: SPAN });
const kept: fc.Arbitrary<Kept> = fc
  .tuple(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 10 }))
  .map(([hours, days]) => ({
    hoursUntil: START + Math.max(hours, days * 24) * HOUR,
    daysUntil: START + days * DAY,
    minutesFrom: START,
  }));

function expectExact(
  pieces: readonly Piece[],
  since: number,
  until: number,
  { hoursUntil, daysUntil }: Kept,
) {
  const wrong = [...counted(pieces)].filter(
    ([at, count]) => count !== (at >= since && at < until ? 1 : 0),
  );
  expect(wrong).toEqual([]);
  const minutes = pieces.reduce((sum, one) => sum + one.sign * (one.until - one.since), 0);
  expect(minutes).toBe(until - since);
  for (const { grain, since: from, until: to } of pieces) {
    if (grain === 'minutes') continue;
    expect(from % (grain === 'days' ? DAY : HOUR)).toBe(0);
    expect(to % (grain === 'days' ? DAY : HOUR)).toBe(0);
    expect(to).toBeLessThanOrEqual(grain === 'days' ? daysUntil : hoursUntil);
  }
}

describe('cover', () => {
  it('counts every minute of the time once and no other, of rows that are there', () => {
    fc.assert(
      fc.property(minute, minute, kept, (one, other, keeps) => {
        const since = START + Math.min(one, other) * MINUTE;
        const until = START + Math.max(one, other) * MINUTE;
        expectExact(cover(since, until, keeps), since, until, keeps);
        const within = coverInside(since, until, keeps);
        expectExact(within, since, until, keeps);
        expect(within.every(({ sign }) => sign === 1)).toBe(true);
      }),
    );
  });

  it('takes a day of UTC, and corrects it by the hours that a zone is off', () => {
    const keeps = { hoursUntil: START + 9 * DAY, daysUntil: START + 9 * DAY, minutesFrom: START };
    const pieces = cover(START + 3 * DAY - HOUR, START + 4 * DAY - HOUR, keeps);
    expect(pieces.map(({ grain, sign }) => `${grain} ${sign}`)).toEqual([
      'days 1',
      'hours 1',
      'hours -1',
    ]);
  });

  it('moves borders to the hour before where minutes are no longer kept', () => {
    const keeps = {
      hoursUntil: START + 9 * DAY,
      daysUntil: START,
      minutesFrom: START + 5 * DAY,
    };
    const half = 30 * MINUTE;
    const [one, other] = [START + 2 * DAY + half, START + 3 * DAY + half];
    for (const pieces of [cover(one, other, keeps), coverInside(one, other, keeps)]) {
      expectExact(pieces, one - half, other - half, keeps);
      expect(pieces.every(({ grain }) => grain === 'hours')).toBe(true);
    }
  });
});
