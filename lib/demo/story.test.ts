import { expect, test } from 'vitest';
import { decidePressure, type FullMinute } from '#lib/alerts/decide/pressure';
import { DEMO_LIMIT, decideDemo, Windows } from './decide.ts';
import { DemoLedger } from './ledger.ts';
import { callsOf, DAYS, firstDayOf, rateAt, storyOf } from './traffic.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PLENTY = 1_000_000;
/** As the first rules of an organization have it. */
const PRESSURE = { percent: 80, minutes: 3, within: 10 };

/** Every day of a leap year and of the year before it, at changing hours, and the day's first and last moments. */
const nows = Array.from({ length: 366 + 365 }, (_, day) => {
  const hours = ((day * 7) % 24) * HOUR_MS + ((day * 13) % 60) * MINUTE_MS;
  const inDay = [0, DAY_MS - 1, hours, hours][day % 4] ?? 0;
  return Date.UTC(2027, 0, 1 + day) + inDay;
});
/** Every hour of a week. */
const week = Array.from({ length: 7 * 24 }, (_, hour) => Date.UTC(2026, 10, 23, hour));

/** The first minutes of a span: what each brought, decided. */
function decisions(from: number, minutes: number, now: number) {
  const windows = new Windows();
  return Array.from({ length: minutes }, (_, index) => {
    const start = from + index * MINUTE_MS;
    const calls = callsOf(start, now).map(
      (call) => decideDemo(call, windows.count(call.key, call.at), PLENTY).decided,
    );
    return { start, calls };
  });
}

const count = (span: ReturnType<typeof decisions>, code: string) =>
  span.reduce((sum, { calls }) => sum + calls.filter((call) => call.code === code).length, 0);

function wrongWithSpike(now: number): string[] {
  const { spike } = storyOf(now);
  const span = decisions(spike.from, PRESSURE.within, now);
  const full: FullMinute[] = span.flatMap(({ start, calls }) => {
    const peak = Math.max(0, ...calls.map(({ counters }) => counters?.organization.count ?? 0));
    const percent = Math.floor((peak * 100) / DEMO_LIMIT);
    return percent < PRESSURE.percent ? [] : [{ start, percent, peak, limit: DEMO_LIMIT }];
  });
  const outcome = decidePressure(PRESSURE, false, full, (span.at(-1)?.start ?? 0) + MINUTE_MS);
  const exceeded = full.filter(({ percent }) => percent > 100).length;
  return [
    ...(outcome.do === 'fire' ? [] : ['no alert in the spike']),
    ...(exceeded >= PRESSURE.minutes ? [] : [`${exceeded} minutes of the spike over the limit`]),
    ...(count(span, 'rate_limit_exceeded') > 20 ? [] : ['hardly a 429']),
  ];
}

function wrongWithOutage(now: number): string[] {
  const { outage } = storyOf(now);
  const span = decisions(outage.from, (outage.to - outage.from) / MINUTE_MS, now);
  const away = count(span, 'service_unavailable');
  return away > 80 ? [] : [`${away} times 503`];
}

/** Credits that a call costs on average, by its days before now: the keys in use decide it. */
const shares = Array.from({ length: DAYS }, (_, ago) => {
  const now = Date.UTC(2026, 10, 24, 14);
  // The four hours after the outage's and before the spike's.
  const calls = decisions(now - ago * DAY_MS - 4 * HOUR_MS, 4 * 60, now);
  const charged = calls.flatMap((minute) => minute.calls.map((call) => call.charged));
  return charged.reduce((sum, credits) => sum + credits, 0) / Math.max(1, charged.length);
});

/**
 * The ledger's lines if each hour brings what it brings on average, in charges of 50 credits at most.
 * @param luck what chance makes of the average
 */
function reckonLedger(now: number, luck: number) {
  const first = firstDayOf(now);
  const ledger = new DemoLedger('acct', 'usr', first);
  let owed = 0;
  for (let hour = first; hour < now; hour += HOUR_MS) {
    const minutes = Math.min(60, (now - hour) / MINUTE_MS);
    const calls = Math.min(rateAt(hour, now), DEMO_LIMIT) * minutes;
    owed += calls * luck * (shares[Math.floor((now - hour) / DAY_MS)] ?? 0);
    for (; owed >= 1; owed -= Math.min(50, Math.floor(owed))) {
      ledger.balanceAt(hour);
      ledger.debit(hour, 'key', 'req', Math.min(50, Math.floor(owed)));
    }
  }
  return ledger.take();
}

function wrongWithLedger(now: number, luck: number): string[] {
  const lines = reckonLedger(now, luck);
  const of = (kind: string) => lines.filter((line) => line.kind === kind).length;
  // What lapses may leave nothing, which is no story.
  const spent = lines.filter(({ kind }) => kind === 'debit');
  const lowest = spent.reduce((least, line) => Math.min(least, line.balanceAfter), PLENTY);
  const outside = lines.filter(({ at }) => at < now - DAYS * DAY_MS || at >= now).length;
  return [
    ...(of('purchase') > 0 ? [] : ['no purchase']),
    ...(of('included_grant') >= 3 ? [] : [`${of('included_grant')} grants`]),
    ...(lowest >= 0 && lowest < 300 ? [] : [`the lowest balance is ${lowest}`]),
    ...(outside === 0 ? [] : [`${outside} entries outside`]),
  ];
}

function wrongWithTimes(now: number): string[] {
  const since = now - DAYS * DAY_MS;
  const { spike, outage } = storyOf(now);
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const latest = [minute - MINUTE_MS, minute].flatMap((start) => callsOf(start, now));
  const isOutside = (at: number) => at < since || at >= now;
  const times = [spike.from, spike.to, outage.from, outage.to, ...latest.map(({ at }) => at)];
  return [firstDayOf(now), ...times].some(isOutside) ? ['not within the 90 days'] : [];
}

const wrongAt = (now: number, wrong: readonly string[]) =>
  wrong.map((what) => `${new Date(now).toISOString()}: ${what}`);

test('on any day of a year and at any hour of a week all of the story is there', () => {
  const wrong = [...nows, ...week].flatMap((now) =>
    wrongAt(now, [...wrongWithSpike(now), ...wrongWithOutage(now), ...wrongWithTimes(now)]),
  );
  expect(wrong).toEqual([]);
});

test('on any day credits run short, whatever the month, and are bought', () => {
  // Chance makes a difference of about 1 % in a month.
  const wrong = nows.flatMap((now) =>
    [0.96, 1.04].flatMap((luck) => wrongAt(now, wrongWithLedger(now, luck))),
  );
  expect(wrong).toEqual([]);
});

test('the credits that are reckoned are those that the calls cost', () => {
  const now = Date.UTC(2026, 10, 27, 9);
  const first = firstDayOf(now);
  const came = decisions(first, (now - first) / MINUTE_MS, now)
    .flatMap(({ calls }) => calls.map(({ charged }) => charged))
    .reduce((sum, credits) => sum + credits, 0);
  const reckoned = reckonLedger(now, 1)
    .filter(({ kind }) => kind === 'debit')
    .reduce((sum, { amount }) => sum - amount, 0);
  expect(reckoned / came).toBeGreaterThan(0.97);
  expect(reckoned / came).toBeLessThan(1.03);
});
