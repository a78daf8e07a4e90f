import { describe, expect, test } from 'vitest';
import type { EvidenceOf, Sign } from '#lib/alerts/evidence';
import { decideExhausted, decideHoursLeft, decideLowBalance, lowLevels } from './credits.ts';
import { decideExpiring } from './expiring.ts';
import { DAY_MS, MINUTE_MS } from './outcome.ts';
import { decidePressure } from './pressure.ts';
import { decideRefused } from './refused.ts';
import { decideUnusual, isBurst } from './unusual.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const at = (ms: number) => new Date(NOW + ms).toISOString();

describe('credits low, by balance', () => {
  const ten = { measure: 'percent', value: 10 } as const;

  test.each([
    [ten, 1_000, { border: 100, back: 105 }],
    [ten, 1_009, { border: 100, back: 105 }],
    [{ measure: 'absolute', value: 3 } as const, 0, { border: 3, back: 4 }],
    [{ measure: 'absolute', value: 21 } as const, 0, { border: 21, back: 23 }],
    [
      { measure: 'absolute', value: 2_147_483_647 } as const,
      0,
      { border: 2_147_483_647, back: 2_147_483_647 },
    ],
    [ten, 0, { border: 0, back: 1 }],
  ])('levels of %j with %i a period', (settings, perPeriod, levels) => {
    expect(lowLevels(settings, perPeriod)).toEqual(levels);
  });

  test.each([
    [101, false, 'nothing'],
    [100, false, 'fire'],
    [0, false, 'fire'],
    [100, true, 'nothing'],
    [104, true, 'nothing'],
    [105, true, 'resolve'],
  ])('at %i, open: %s → %s', (balance, isOpen, does) => {
    expect(decideLowBalance(ten, isOpen, { balance, perPeriod: 1_000 }, null).do).toBe(does);
  });

  test('input that crosses the border again and again fires once', () => {
    let isOpen = false;
    const told: string[] = [];
    for (const balance of [101, 100, 101, 100, 104, 99, 103, 100, 105, 104, 101]) {
      const outcome = decideLowBalance(ten, isOpen, { balance, perPeriod: 1_000 }, null);
      if (outcome.do === 'nothing') continue;
      told.push(`${outcome.do} at ${balance}`);
      isOpen = outcome.do === 'fire';
    }
    expect(told).toEqual(['fire at 100', 'resolve at 105']);
  });

  test.each([
    ['the border went down', 81, { measure: 'percent', border: 900 }, 'rule_changed'],
    [
      'one below where it would have been over',
      944,
      { measure: 'percent', border: 900 },
      'rule_changed',
    ],
    ['over by the old border too', 945, { measure: 'percent', border: 900 }, 'credits_back'],
    [
      'the border went up, and credits came',
      200,
      { measure: 'absolute', border: 10 },
      'credits_back',
    ],
    ['it was measured in hours', 945, { measure: 'hours_left', border: 72 }, 'rule_changed'],
    ['it is not known', 200, null, 'credits_back'],
  ] as const)('it is over because: %s', (_, balance, firedBy, why) => {
    const five = { measure: 'percent', value: 5 } as const;
    expect(decideLowBalance(five, true, { balance, perPeriod: 1_000 }, firedBy)).toEqual({
      do: 'resolve',
      resolution: { why, balance },
    });
  });
});

test.each([
  [1, false, 'nothing'],
  [0, false, 'fire'],
  [0, true, 'nothing'],
  [1, true, 'resolve'],
])('credits exhausted at %i, open: %s → %s', (balance, isOpen, does) => {
  expect(decideExhausted(isOpen, balance).do).toBe(does);
});

describe('credits low, by hours', () => {
  const settings = { measure: 'hours_left', value: 72 } as const;
  const seen = { balance: 720, perPeriod: 1_000, usedInDay: 240, hoursToRefill: 500 };

  test.each([
    ['exactly 72 hours', {}, false, 'fire'],
    ['a credit more', { balance: 721 }, false, 'nothing'],
    ['no use', { usedInDay: 0 }, false, 'nothing'],
    ['an empty account', { balance: 0 }, false, 'nothing'],
    ['the refill comes at that moment', { hoursToRefill: 72 }, false, 'nothing'],
    ['a refill of nothing', { hoursToRefill: 72, perPeriod: 0 }, false, 'fire'],
    ['open, still within the margin', { balance: 759 }, true, 'nothing'],
    ['open, margin reached', { balance: 760 }, true, 'resolve'],
    ['open, exhausted', { balance: 0 }, true, 'nothing'],
    ['open, no more use', { usedInDay: 0 }, true, 'resolve'],
  ])('%s → %s', (_, change, isOpen, does) => {
    expect(decideHoursLeft(settings, isOpen, { ...seen, ...change }, null).do).toBe(does);
  });
});

test.each([
  ['the border went down', 720, { measure: 'hours_left', border: 72 }, 'rule_changed'],
  ['over by the old border too', 760, { measure: 'hours_left', border: 72 }, 'lasts_longer'],
  ['it was measured in credits', 760, { measure: 'absolute', border: 72 }, 'rule_changed'],
] as const)('credits that last long enough, because: %s', (_, balance, firedBy, why) => {
  const seen = { balance, perPeriod: 1_000, usedInDay: 240, hoursToRefill: 500 };
  expect(decideHoursLeft({ measure: 'hours_left', value: 24 }, true, seen, firedBy)).toEqual({
    do: 'resolve',
    resolution: { why, balance },
  });
});

describe('rate-limit pressure', () => {
  const settings = { percent: 80, minutes: 3, within: 10 };
  const full = (...minutes: number[]) =>
    minutes.map((ago) => ({
      start: NOW - ago * MINUTE_MS,
      percent: 80 + ago,
      peak: 90,
      limit: 100,
    }));

  test.each([
    ['two full minutes', full(1, 2), false, 'nothing'],
    ['three full minutes', full(1, 5, 9), false, 'fire'],
    ['the third is ten minutes old', full(1, 5, 10), false, 'nothing'],
    ['open, a minute that ended less than ten minutes ago', full(10.5), true, 'nothing'],
    ['open, ten quiet minutes since the end of the last', full(11), true, 'resolve'],
    ['open, nothing seen', [], true, 'resolve'],
  ])('%s', (_, minutes, isOpen, does) => {
    expect(decidePressure(settings, isOpen, minutes, NOW).do).toBe(does);
  });

  test('a long look back does not fire again on what was over', () => {
    const long = { percent: 80, minutes: 3, within: 60 };
    const minutes = full(20, 21, 22);
    expect(decidePressure(long, true, minutes, NOW).do).toBe('nothing');
    expect(decidePressure(long, true, minutes, NOW + 38 * MINUTE_MS).do).toBe('resolve');
    expect(decidePressure(long, false, minutes, NOW + 38 * MINUTE_MS).do).toBe('nothing');
  });

  test('tells the fullest minute', () => {
    expect(decidePressure(settings, false, full(1, 5, 9), NOW)).toMatchObject({
      evidence: { percent: 89, minutes: 3, border: 80, within: 10 },
    });
  });
});

describe('refused calls', () => {
  const settings = { percent: 25, calls: 50, within: 10 };
  const seen = (refused: number, calls: number) => ({
    calls,
    codes: [{ code: 'api_key_revoked', calls: refused }],
  });

  test.each([
    [49, 100, false, 'nothing'],
    [50, 200, false, 'fire'],
    [50, 201, false, 'nothing'],
    [40, 100, true, 'nothing'],
    [39, 100, true, 'resolve'],
    [50, 250, true, 'nothing'],
    [50, 251, true, 'resolve'],
    [0, 0, false, 'nothing'],
    [0, 0, true, 'resolve'],
  ])('%i of %i, open: %s → %s', (refused, calls, isOpen, does) => {
    expect(decideRefused(settings, isOpen, seen(refused, calls)).do).toBe(does);
  });
});

describe('unusual activity', () => {
  const caller = (ip: string, ago: number): Sign => ({
    sign: 'new_caller',
    ip,
    client: 'curl',
    newAddress: true,
    newClient: false,
    at: at(-ago),
  });
  const burst: Sign = { sign: 'burst', calls: 200, usualPerHour: 3, at: at(0) };
  const open = (stage: number, ...signs: Sign[]) => {
    const evidence: EvidenceOf<'unusual_activity'> = { signs, lastAt: signs[0]?.at ?? at(0) };
    return { stage, evidence };
  };
  const seen = (...signs: Sign[]) => ({ signs, ended: null });

  test('a sign fires, the same sign says nothing more', () => {
    const first = caller('203.0.113.1', 1000);
    expect(decideUnusual(null, seen(), NOW).do).toBe('nothing');
    expect(decideUnusual(null, seen(first), NOW)).toMatchObject({ do: 'fire', stage: 1 });
    expect(decideUnusual(open(1, first), seen(first), NOW).do).toBe('nothing');
  });

  test('another caller renews the evidence, another sort of sign is told', () => {
    const first = caller('203.0.113.1', 1000);
    const second = decideUnusual(open(1, first), seen(first, caller('203.0.113.2', 10)), NOW);
    expect(second).toMatchObject({ do: 'renew', evidence: { lastAt: at(-10) } });
    const other = decideUnusual(open(1, first), seen(first, burst), NOW);
    expect(other).toMatchObject({ do: 'stage', stage: 5 });
    expect(decideUnusual(open(5, burst, first), seen(first), NOW).do).toBe('nothing');
  });

  test('a burst that goes on is renewed once a minute', () => {
    const later: Sign = { ...burst, at: at(59_999) };
    expect(decideUnusual(open(4, burst), seen(later), NOW).do).toBe('nothing');
    expect(decideUnusual(open(4, burst), seen({ ...later, at: at(60_000) }), NOW).do).toBe('renew');
  });

  test('is over 24 hours after the last sign, and with the key', () => {
    const sign = caller('203.0.113.1', DAY_MS);
    expect(decideUnusual(open(1, { ...sign, at: at(1 - DAY_MS) }), seen(), NOW).do).toBe('nothing');
    expect(decideUnusual(open(1, sign), seen(), NOW)).toEqual({
      do: 'resolve',
      resolution: { why: 'no_further_sign' },
    });
    const revoked = { signs: [burst], ended: 'key_revoked' } as const;
    expect(decideUnusual(open(1, sign), revoked, NOW).do).toBe('resolve');
    expect(decideUnusual(null, revoked, NOW).do).toBe('nothing');
  });

  test('keeps few signs, and every sort of them', () => {
    const many = Array.from({ length: 20 }, (_, i) => caller(`203.0.113.${i}`, i));
    const outcome = decideUnusual(null, seen(...many, { ...burst, at: at(-DAY_MS / 2) }), NOW);
    expect(outcome.do === 'fire' && outcome.evidence.signs).toHaveLength(6);
    expect(outcome).toMatchObject({ stage: 5 });
  });

  test.each([
    [99, 0, 10, false],
    [100, 0, 10, true],
    [100, 60, 10, true],
    [100, 61, 10, false],
  ])('%i calls at %i an hour, factor %i: a burst is %s', (calls, usual, factor, is) => {
    expect(isBurst(calls, usual, factor)).toBe(is);
  });
});

describe('a key about to expire', () => {
  const settings = { days: [30, 14, 7, 1] };
  const key = (days: number) => ({
    expiresAt: NOW + days * DAY_MS,
    revoked: false,
    rotated: false,
  });
  const open = (stage: number, days: number) => ({
    stage,
    evidence: { daysLeft: days, expiresAt: at(days * DAY_MS) },
  });

  test.each([
    ['a moment before 30 days', key(30 + 1e-6), null, 'nothing'],
    ['exactly 30 days', key(30), null, 'fire 30'],
    ['late: only the nearest', key(5), null, 'fire 7'],
    ['the same stage', key(20), open(30, 20), 'nothing'],
    ['the next stage', key(14), open(30, 14), 'stage 14'],
    ['two stages at once', key(7), open(30, 7), 'stage 7'],
    ['the last', key(1), open(7, 1), 'stage 1'],
    ['without an end', { ...key(1), expiresAt: null }, null, 'nothing'],
    ['expired', key(0), open(1, 0), 'key_expired'],
    ['revoked', { ...key(5), revoked: true }, open(7, 5), 'key_revoked'],
    ['rotated', { ...key(5), rotated: true }, open(7, 5), 'key_rotated'],
    ['rotated before', { ...key(5), rotated: true }, null, 'nothing'],
    ['extended', key(90), open(7, 5), 'key_extended'],
    ['its end taken away', { ...key(1), expiresAt: null }, open(7, 5), 'key_extended'],
    ['the rule asks later now', key(31), open(60, 31), 'rule_changed'],
  ])('%s', (_, seen, known, expected) => {
    const outcome = decideExpiring(settings, known, seen, NOW);
    const stage = 'stage' in outcome ? ` ${outcome.stage}` : '';
    const said = outcome.do === 'resolve' ? outcome.resolution.why : `${outcome.do}${stage}`;
    expect(said).toBe(expected);
  });
});
