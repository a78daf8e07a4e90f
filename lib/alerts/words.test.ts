import { expect, test } from 'vitest';
import type { KindEvidence } from '#lib/alerts/evidence';
import { wordsOf } from './words.ts';

const at = '2026-11-26T12:00:00.000Z';
const late = '2026-11-26T18:00:00.000Z';
const expiresAt = '2026-12-03T12:00:00.000Z';
const key = { id: 'key_1', name: 'Backend' };

const all: readonly KindEvidence[] = [
  {
    kind: 'credits_low',
    evidence: {
      at,
      balance: 90,
      border: 100,
      perPeriod: 1000,
      measure: 'percent',
      hoursLeft: null,
    },
  },
  {
    kind: 'credits_low',
    evidence: {
      at,
      balance: 90,
      border: 72,
      perPeriod: 1000,
      measure: 'hours_left',
      hoursLeft: 5.5,
    },
  },
  { kind: 'credits_exhausted', evidence: { at, balance: 0 } },
  {
    kind: 'rate_limit_pressure',
    evidence: {
      at,
      percent: 108,
      peak: 650,
      limit: 600,
      minutes: 3,
      within: 10,
      border: 80,
      busiestKey: key,
    },
  },
  {
    kind: 'refused_calls',
    evidence: {
      at,
      refused: 60,
      calls: 100,
      percent: 60,
      within: 5,
      codes: [{ code: 'api_key_revoked', calls: 60 }],
      busiestKey: null,
    },
  },
  { kind: 'key_expiring', evidence: { at, daysLeft: 7, expiresAt } },
];

test.each(all)('$kind tells when it was seen, however late it fired', (seen) => {
  const { title, lines } = wordsOf(seen, null, late);
  expect(lines.join(' ')).toContain(at);
  expect(lines.join(' ')).not.toContain(late);
  expect(title).not.toContain('T12:');
});

test('an alert that does not say when it was seen was seen when it fired', () => {
  const seen = { kind: 'credits_exhausted', evidence: { balance: 0 } } as const;
  expect(wordsOf(seen, null, late).lines[0]).toBe(`At ${late} the balance was 0 credits.`);
});

test('a limit is told as it was then', () => {
  const pressure = all.find(({ kind }) => kind === 'rate_limit_pressure');
  expect(pressure && wordsOf(pressure, null, late)).toEqual({
    title: 'Calls used 108 % of the rate limit',
    lines: [
      `Of the 10 minutes before ${at}, 3 were at 80 % or more; the fullest saw 650 calls, and the limit was 600 a minute then.`,
      'Most of the calls came with key “Backend”.',
      'Calls above a limit are refused with 429 until their minute is over.',
    ],
  });
});
