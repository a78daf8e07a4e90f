import { describe, expect, it } from 'vitest';
import { durationText } from '#components/ui/duration-text';
import { change, share, spanTexts } from './usage-texts.tsx';

it.each([
  [110, 100, '+10 % against the period before'],
  [97, 100, '−3 % against the period before'],
  [1004, 1000, '+0.4 % against the period before'],
  [100, 100, 'the same as before'],
  [5, 0, 'none before'],
  [0, 0, 'none before either'],
])('%d after %d is %s', (now, before, text) => {
  expect(change(now, before)).toBe(text);
});

it.each([
  [421, '0.42 ms'],
  [17_300, '17 ms'],
  [173_300, '173 ms'],
  [1_230_000, '1.2 s'],
])('%d µs are %s', (microseconds, text) => expect(durationText(microseconds)).toBe(text));

it('has no share of nothing', () => {
  expect(share(0, 0)).toBe('–');
  expect(share(1, 8)).toBe('12.5 %');
});

describe('spanTexts', () => {
  const span = { start: '2026-11-24T11:00:00.000Z', end: '2026-11-24T11:15:00.000Z' };
  it.each([
    ['24h', 'Europe/Berlin', '12:00', 'Tue, 24 Nov 2026, 12:00–12:15 CET'],
    ['7d', 'UTC', '24 Nov', 'Tue, 24 Nov 2026, 11:00–11:15 UTC'],
    ['30d', 'Asia/Kathmandu', '24 Nov', 'Tue, 24 Nov 2026, Asia/Kathmandu'],
  ] as const)('of %s in %s', (range, zone, tick, title) => {
    expect(spanTexts(range, zone)(span)).toEqual({ tick, title });
  });
});
