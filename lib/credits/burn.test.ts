import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BurnFacts, timeToEmpty } from './burn.ts';

const steady: BurnFacts = {
  days: Array(14).fill(240),
  today: { used: 120, hours: 12 },
  included: 800,
  purchased: 160,
  refill: { inHours: 20 * 24, amount: 1_000 },
};

describe('timeToEmpty', () => {
  test('divides the balance by the mean of whole days and today', () => {
    const found = timeToEmpty(steady);
    expect(found).toMatchObject({ kind: 'runs_out', sparse: false });
    if (found.kind !== 'runs_out') return;
    expect(found.hours).toBeCloseTo(96, 6);
    expect(found.low).toBeGreaterThan(80);
    expect(found.low).toBeLessThan(96);
    expect(found.high).toBeGreaterThan(96);
    expect(found.high).toBeLessThan(115);
  });

  test('counts today’s hours, so that a morning is no quiet day', () => {
    const morning = timeToEmpty({ ...steady, today: { used: 10, hours: 1 } });
    expect(morning.kind === 'runs_out' && morning.hours).toBeCloseTo(96, 6);
  });

  test('says nothing where there is nothing to say', () => {
    expect(timeToEmpty({ ...steady, included: 0, purchased: 0 })).toEqual({ kind: 'empty' });
    const idle = { ...steady, days: Array(14).fill(0), today: { used: 0, hours: 5 } };
    expect(timeToEmpty(idle)).toEqual({ kind: 'no_burn' });
    expect(timeToEmpty({ ...idle, days: [], today: { used: 0, hours: 0 } })).toEqual({
      kind: 'no_burn',
    });
    const minutes = { ...steady, days: [], today: { used: 3, hours: 0.5 } };
    expect(timeToEmpty(minutes)).toEqual({ kind: 'too_early' });
  });

  test('with few days says so, and its band is wide', () => {
    const young = timeToEmpty({ ...steady, days: [240, 240] });
    expect(young).toMatchObject({ kind: 'runs_out', sparse: true, high: null });
    expect(young.kind === 'runs_out' && young.low).toBeLessThan(40);
  });

  test('a refill that comes first is told, with the danger of busy days', () => {
    const calm = timeToEmpty({ ...steady, refill: { inHours: 48, amount: 1_000 } });
    expect(calm).toEqual({ kind: 'lasts', low: null, sparse: false });
    const close = timeToEmpty({ ...steady, refill: { inHours: 95, amount: 1_000 } });
    expect(close).toMatchObject({ kind: 'lasts', low: expect.any(Number) });
    const before = timeToEmpty({ ...steady, refill: { inHours: 97, amount: 1_000 } });
    expect(before).toMatchObject({ kind: 'runs_out', high: null });
  });

  test('without a refill the included credits lapse and the purchased ones go on', () => {
    const none = { inHours: 48, amount: 0 };
    const found = timeToEmpty({ ...steady, included: 900, purchased: 120, refill: none });
    // 480 of 900 included are used by then, 420 lapse, 120 last another 12 hours.
    expect(found.kind === 'runs_out' && found.hours).toBeCloseTo(60, 6);
    const included = timeToEmpty({ ...steady, purchased: 0, refill: none });
    expect(included.kind === 'runs_out' && included.hours).toBeCloseTo(48, 6);
  });
});

const anyFacts = fc.record({
  days: fc.array(fc.nat(100_000), { maxLength: 14 }),
  today: fc.record({ used: fc.nat(100_000), hours: fc.double({ min: 0, max: 24, noNaN: true }) }),
  included: fc.nat(2_000_000_000),
  purchased: fc.nat(147_483_647),
  refill: fc.record({
    inHours: fc.double({ min: 0.001, max: 744, noNaN: true }),
    amount: fc.nat(100_000),
  }),
});

test('whatever is given, the band holds the estimate and nothing is negative or no number', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const found = timeToEmpty(facts);
      if (found.kind === 'lasts' && found.low !== null) {
        expect(found.low).toBeGreaterThan(0);
        expect(found.low).toBeLessThan(facts.refill.inHours);
      }
      if (found.kind !== 'runs_out') return;
      expect(found.low).toBeGreaterThan(0);
      expect(found.low).toBeLessThanOrEqual(found.hours * (1 + 1e-9));
      if (found.high !== null) expect(found.high).toBeGreaterThanOrEqual(found.hours * (1 - 1e-9));
      if (facts.refill.amount > 0) expect(found.hours).toBeLessThan(facts.refill.inHours);
    }),
    { numRuns: 2_000 },
  );
});

test('more credits never last shorter, busier days never longer', () => {
  const hours = (facts: BurnFacts) => {
    const found = timeToEmpty(facts);
    return found.kind === 'runs_out' ? found.hours : Number.POSITIVE_INFINITY;
  };
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: 1, max: 1_000 }), (given, more) => {
      const facts = { ...given, today: { ...given.today, hours: 1 + given.today.hours } };
      if (timeToEmpty(facts).kind === 'empty') return;
      const richer = { ...facts, purchased: facts.purchased + more };
      expect(hours(richer)).toBeGreaterThanOrEqual(hours(facts) * (1 - 1e-9));
      const busier = { ...facts, days: facts.days.map((used) => used + more) };
      expect(hours(busier)).toBeLessThanOrEqual(hours(facts) * (1 + 1e-9));
    }),
  );
});

/** Numbers from 0 to 1 that are the same in every run. */
function* dice(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

test('of forecasts over days of the same kind, about four of five come true', () => {
  const die = dice(7);
  const day = () => Math.round(40 + 320 * die.next().value);
  let held = 0;
  const RUNS = 2_000;
  for (let run = 0; run < RUNS; run++) {
    const facts = {
      days: Array.from({ length: 14 }, day),
      today: { used: 0, hours: 0 },
      included: 1_500,
      purchased: 0,
      refill: { inHours: 10_000, amount: 1 },
    };
    const found = timeToEmpty(facts);
    let left = facts.included;
    let hours = 0;
    while (left > 0) {
      const used = day();
      hours += 24 * Math.min(1, left / used);
      left -= used;
    }
    if (found.kind === 'runs_out' && found.low <= hours && hours <= (found.high ?? 1e9)) held += 1;
  }
  expect(held / RUNS).toBeGreaterThan(0.75);
  expect(held / RUNS).toBeLessThan(0.9);
});
