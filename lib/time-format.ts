import { clock } from '#lib/clock';

/** `exact` has milliseconds and both zones, `milli` one; `recent` has no year; `clock` is the time of day with seconds; `relative` is "3 min ago". */
export type TimeStyle =
  | 'date'
  | 'minute'
  | 'second'
  | 'milli'
  | 'recent'
  | 'clock'
  | 'exact'
  | 'relative';

const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const hm = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const zone = { timeZoneName: 'short' } as const;

const shapes: Readonly<
  Record<Exclude<TimeStyle, 'relative' | 'exact'>, Intl.DateTimeFormatOptions>
> = {
  date: { ...day, ...zone },
  minute: { ...day, ...hm, ...zone },
  second: { ...day, ...hm, second: '2-digit', ...zone },
  milli: { ...day, ...hm, second: '2-digit', fractionalSecondDigits: 3, ...zone },
  recent: { day: 'numeric', month: 'short', ...hm, second: '2-digit', ...zone },
  clock: { ...hm, second: '2-digit', ...zone },
};

const secondsOf = { year: 31_557_600, month: 2_629_800, day: 86_400, hour: 3_600, minute: 60 };

/** From which distance on a unit is used: days stay days up to 100, so that 90 days are not "2 months". */
const steps: readonly [fromSeconds: number, unit: keyof typeof secondsOf][] = [
  [2 * 31_557_600, 'year'],
  [100 * 86_400, 'month'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** Writes a moment in a zone (undefined: the viewer's). `now` is for relative times, milliseconds. */
export function formatTime(
  iso: string,
  style: TimeStyle,
  timeZone: string | undefined,
  now: number = clock.now(),
): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  if (style === 'relative') return relativeTime(moment.getTime(), now);
  if (style === 'exact') {
    return `${format(moment, shapes.second, timeZone)} · ${moment.toISOString()}`;
  }
  return format(moment, shapes[style], timeZone);
}

/** Moments within a text, as `toISOString` writes them. */
const MOMENT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/;

/** A text cut at its moments: every second part is one. */
export function momentsIn(text: string): string[] {
  return text.split(MOMENT);
}

/** A text with its moments in UTC, for who reads it outside of the portal. */
export function inUtc(text: string): string {
  return momentsIn(text)
    .map((part, i) => (i % 2 === 1 ? formatTime(part, 'minute', 'UTC') : part))
    .join('');
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using it, and a page writes hundreds of times. */
function format(moment: Date, shape: Intl.DateTimeFormatOptions, timeZone: string | undefined) {
  const options = { ...shape, ...(timeZone ? { timeZone } : {}) };
  const name = JSON.stringify(options);
  const known = formats.get(name) ?? new Intl.DateTimeFormat('en-GB', options);
  formats.set(name, known);
  return known.format(moment);
}

const distances = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always', style: 'short' });

/**
 * "3 min ago", "in 12 days"; "just now" below a minute. What is to come is rounded, so that a key
 * just made for 90 days does not say 89.
 */
export function relativeTime(moment: number, now: number): string {
  const seconds = (moment - now) / 1000;
  const step = steps.find(([from]) => Math.abs(seconds) >= from);
  if (!step) return seconds > 0 ? 'in under a minute' : 'just now';
  const amount = seconds / secondsOf[step[1]];
  return distances.format(amount > 0 ? Math.round(amount) : Math.trunc(amount), step[1]);
}
