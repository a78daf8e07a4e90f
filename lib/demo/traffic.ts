import type { RouteHead } from '#lib/api/route';
import { type DemoCaller, type DemoKey, demoKeys } from './cast.ts';
import { Chance } from './chance.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Calls a minute that an ordinary working hour brings. */
const USUAL = 5;
/** How busy each hour of a working day is, UTC. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 13, 11, 13, 14, 13, 11, 9, 7, 6, 5, 4, 3, 2];
const WEEKEND = 0.3;
/** As `getUTCDay` counts. */
const [TUESDAY, WEDNESDAY] = [2, 3];

/** A call of the demo, before anything is decided about it. */
export type DemoCall = {
  readonly at: number;
  readonly key: DemoKey;
  readonly route: RouteHead;
  readonly caller: DemoCaller;
  /** Its body is not valid, or it asks for what does not exist. */
  readonly faulty: boolean;
  /** Sent again with the same Idempotency-Key. */
  readonly repeated: boolean;
  /** The gate's database was away. */
  readonly away: boolean;
  readonly microseconds: number;
};

/** Days that the demo tells of, today's unfinished one included. */
export const DAYS = 90;

/** When the first of these days begins. */
export function firstDayOf(now: number): number {
  return (Math.floor(now / DAY_MS) - (DAYS - 1)) * DAY_MS;
}

/**
 * What happened in these 90 days: a campaign that filled the windows, and 35 minutes without a database.
 * Both on working days, whatever day it is now: a weekend's traffic would fill no window.
 */
export function storyOf(now: number) {
  const campaign = lastWeekday(TUESDAY, 30, now) + 14 * HOUR_MS;
  const outage = lastWeekday(WEDNESDAY, 15, now) + 9 * HOUR_MS;
  return {
    spike: { from: campaign, to: campaign + 3 * HOUR_MS, factor: 14 },
    outage: { from: outage, to: outage + 35 * MINUTE_MS },
  };
}

/** When the last such day of the week began that is so many days before today, or more. */
function lastWeekday(weekday: number, daysAgo: number, now: number): number {
  const day = Math.floor(now / DAY_MS) - daysAgo;
  // Day 0, the first of 1970, was a Thursday.
  return (day - ((day + 4 - weekday) % 7)) * DAY_MS;
}

/**
 * The calls of one minute, in order; the same for the same minute and `now`.
 * @param start epoch milliseconds of the minute
 */
export function callsOf(start: number, now: number): DemoCall[] {
  const chance = new Chance(start / MINUTE_MS);
  const ago = (now - start) / DAY_MS;
  const keys = demoKeys.filter((key) => key.weight > 0 && ago <= key.from && ago >= key.until);
  const { outage } = storyOf(now);
  const away = start >= outage.from && start < outage.to;
  const calls = Array.from({ length: chance.count(rateAt(start, now)) }, () =>
    oneCall(start, keys, away, chance),
  );
  return calls.filter(({ at }) => at < now).sort((one, other) => one.at - other.at);
}

function oneCall(start: number, keys: readonly DemoKey[], away: boolean, chance: Chance): DemoCall {
  const key = chance.pick(keys);
  const { route } = chance.pick(key.routes);
  const slow = route.method === 'POST' ? 3_800 : 650;
  return {
    at: start + Math.floor(chance.next() * MINUTE_MS),
    key,
    route,
    caller: chance.pick(key.callers),
    faulty: chance.next() < 0.012,
    repeated: route.credits > 0 && chance.next() < 0.03,
    away,
    microseconds: Math.round(chance.duration(away ? 1_600_000 : slow, away ? 0.02 : 0.45)),
  };
}

/** Calls that a minute brings on average: the day's rhythm, the weekend, slow growth, and the campaign. */
export function rateAt(start: number, now: number): number {
  const date = new Date(start);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const rhythm = (HOURS[date.getUTCHours()] ?? 1) / 14;
  const growth = 1.2 - ((now - start) / DAY_MS) * 0.006;
  const { spike } = storyOf(now);
  const campaign = start >= spike.from && start < spike.to ? spike.factor : 1;
  return USUAL * rhythm * (weekend ? WEEKEND : 1) * growth * campaign;
}
