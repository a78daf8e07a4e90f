import { boundText } from '#components/ui/duration-text';
import { isByDay, type Range } from '#lib/usage/buckets';
import { LONGEST } from '#lib/usage/latency';

/** `1,204`. */
export function amount(calls: number): string {
  return calls.toLocaleString('en-GB');
}

/** `1 request`, `1,204 requests`. */
export function requests(calls: number): string {
  return `${amount(calls)} ${calls === 1 ? 'request' : 'requests'}`;
}

const tenths = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** `12.5 %`, with one digit always so that columns line up; all is `100 %`, nothing of nothing a dash. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  if (part === 0 || part === whole) return part === 0 ? '0 %' : '100 %';
  return `${tenths.format((100 * part) / whole)} %`;
}

/** A change against the period before: `+12 %`, `−3 %`, `The same`; from nothing there is no per cent. */
export function change(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'None before either' : 'None before';
  const percent = (100 * (now - before)) / before;
  const rounded = Math.abs(percent) < 10 ? Math.round(percent * 10) / 10 : Math.round(percent);
  if (rounded === 0) return 'The same as before';
  const digits = Math.abs(rounded).toLocaleString('en-GB');
  return `${rounded < 0 ? '−' : '+'}${digits} % against the period before`;
}

/** A quantile of latencies as `quantile` knows it: `≤ 17 ms`, or `> 35 s` for what is only counted. */
export function atMost(microseconds: number): string {
  return microseconds > LONGEST ? boundText('>', LONGEST) : boundText('≤', microseconds);
}

/** How close such figures are: a step and what `boundText` rounds up. */
export const latencySteps =
  'Calls are counted in steps of time: the exact value is at most 30 % below the one shown.';

/** What a range is called. */
export const rangeTexts: Readonly<Record<Range, string>> = {
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
};

const day = { day: 'numeric', month: 'short' } as const;
const hm = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** Writes the stretches of a chart in a zone: short for the axis, and in full with the zone. */
export function spanTexts(range: Range, timeZone: string) {
  const format = (shape: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...shape, timeZone });
  const short = format(isByDay(range) || range === '7d' ? day : hm);
  const date = format({ ...day, weekday: 'short', year: 'numeric' });
  const time = format(hm);
  const zoned = format({ ...hm, timeZoneName: 'short' });
  return ({ start, end }: { start: string; end: string }) => {
    const [from, to] = [new Date(start), new Date(end)];
    const full = isByDay(range)
      ? `${date.format(from)}, ${timeZone}`
      : `${date.format(from)}, ${time.format(from)}–${zoned.format(to)}`;
    return { tick: short.format(from), title: full };
  };
}
