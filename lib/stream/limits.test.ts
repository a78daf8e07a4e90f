import { expect, test } from 'vitest';
import { Allowance, Backlog, HIGH_WATER, LOW_WATER, STALL_MS } from './limits.ts';

test('an allowance gives its burst at once, then so much a second', () => {
  const allowance = new Allowance({ perSecond: 10, burst: 5 }, 0);
  const taken = (now: number) =>
    Array.from({ length: 8 }, () => allowance.take(1, now)).filter(Boolean);
  expect(taken(0)).toHaveLength(5);
  expect(taken(300)).toHaveLength(3);
  expect(taken(10_000)).toHaveLength(5);
  expect(taken(9_000)).toHaveLength(0);
});

test('a backlog is high from one mark to the other, and stalled when nothing moves', () => {
  const backlog = new Backlog(0);
  backlog.add(HIGH_WATER, 0);
  expect(backlog.isHigh).toBe(false);
  backlog.add(1, 0);
  expect([backlog.isHigh, backlog.isStalled(STALL_MS)]).toEqual([true, false]);
  expect(backlog.isStalled(STALL_MS + 1)).toBe(true);
  expect(backlog.sent(HIGH_WATER - LOW_WATER, STALL_MS)).toBe(false);
  expect(backlog.isStalled(STALL_MS + 1)).toBe(false);
  expect(backlog.sent(1, STALL_MS)).toBe(true);
  expect(backlog.isHigh).toBe(false);
});
