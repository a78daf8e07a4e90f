import { expect, test } from 'vitest';
import { decideAttempt, MOST_ATTEMPTS } from './decide.ts';

const now = new Date('2026-11-27T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const facts = { status: 500, number: 1, failingSince: null, now, chance: 0.5 };

test('the documented schedule: at once, then 1 and 5 and 30 minutes, 2, 5, 10 and 24 hours', () => {
  const pauses = Array.from({ length: MOST_ATTEMPTS }, (_, index) => {
    const { delivery } = decideAttempt({ ...facts, number: index + 1 });
    return delivery.status === 'pending' ? delivery.pauseSeconds : delivery.status;
  });
  expect(pauses).toEqual([60, 300, 1_800, 7_200, 18_000, 36_000, 86_400, 'failed']);
});

test('a pause is a tenth shorter or longer by chance', () => {
  const pause = (chance: number) => decideAttempt({ ...facts, chance }).delivery;
  expect(pause(0)).toEqual({ status: 'pending', pauseSeconds: 54 });
  expect(pause(1)).toEqual({ status: 'pending', pauseSeconds: 66 });
});

test.each([200, 201, 204, 299])('%s is a success, however long it failed before', (status) => {
  expect(decideAttempt({ ...facts, status, failingSince: daysAgo(9) })).toEqual({
    delivery: { status: 'succeeded' },
    endpoint: 'healthy',
  });
});

test.each([null, 199, 300, 301, 400, 404, 500])('%s is a failure', (status) => {
  expect(decideAttempt({ ...facts, status }).endpoint).toBe('failing');
});

test('410 ends the delivery and the endpoint', () => {
  expect(decideAttempt({ ...facts, status: 410 })).toEqual({
    delivery: { status: 'failed' },
    endpoint: 'gone',
  });
});

test('five days of failures end the endpoint, a moment less does not', () => {
  const at = (failingSince: Date) => decideAttempt({ ...facts, failingSince });
  expect(at(daysAgo(5))).toEqual({ delivery: { status: 'failed' }, endpoint: 'dead' });
  expect(at(new Date(daysAgo(5).getTime() + 1)).endpoint).toBe('failing');
});
