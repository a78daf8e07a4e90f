import type { TimeToEmpty } from '#lib/credits/burn';

/** A forecast in words: the figure, and what it rests on. */
export type ForecastText = { readonly value: string; readonly note: string };

/** `35 minutes`, `30 hours`, `12 days`; what is under a minute is said so. */
export function spanOf(hours: number): string {
  if (hours < 1 / 60) return 'less than a minute';
  if (hours < 1.5) return count(Math.max(1, Math.round(hours * 60)), 'minute');
  if (hours < 48) return count(Math.round(hours), 'hour');
  return count(Math.round(hours / 24), 'day');
}

/** How long credits last, told without more certainty than there is. `wholeDays`: days to go by. */
export function forecastText(found: TimeToEmpty, wholeDays: number): ForecastText {
  switch (found.kind) {
    case 'empty':
      return {
        value: 'None left',
        note: 'Calls that cost a credit are refused with 402 until there are more.',
      };
    case 'no_burn':
      return {
        value: 'Nothing used',
        note: `No credits were used ${wholeDays === 0 ? 'today' : `in ${lastDays(wholeDays)}`}, so there is nothing to go by.`,
      };
    case 'too_early':
      return { value: 'Too early to say', note: 'There is less than an hour of use to go by.' };
    case 'lasts':
      return {
        value: 'Past the refill',
        note: `At the pace ${daysOf(wholeDays)}.${
          found.low === null ? '' : ` Busy days could empty it sooner: in ${spanOf(found.low)}.`
        }${caveat(found.sparse, wholeDays)}`,
      };
    case 'runs_out':
      return {
        value: `About ${spanOf(found.hours)}`,
        note: `${bandText(found.low, found.high)} At the pace ${daysOf(wholeDays)}; it holds about four times in five.${caveat(found.sparse, wholeDays)}`,
      };
  }
}

/** The figure inside of a sentence; says so when busy days would be enough to use the credits up. */
export function shortForecast(found: TimeToEmpty, wholeDays: number): string {
  const { value } = forecastText(found, wholeDays);
  const text = value.charAt(0).toLowerCase() + value.slice(1);
  return found.kind === 'lasts' && found.low !== null
    ? `${text}, but ${spanOf(found.low)} on busy days`
    : text;
}

function bandText(low: number, high: number | null): string {
  if (high === null) return `${spanOf(low)} on busy days, past the refill on quiet ones.`;
  return spanOf(low) === spanOf(high)
    ? 'Hardly sooner or later.'
    : `Between ${spanOf(low)} and ${spanOf(high)}.`;
}

function daysOf(wholeDays: number): string {
  return wholeDays === 0 ? 'of today' : `of ${lastDays(wholeDays)}`;
}

function lastDays(wholeDays: number): string {
  return `the last ${wholeDays === 1 ? 'day' : count(wholeDays, 'day')} and today`;
}

function caveat(sparse: boolean, wholeDays: number): string {
  if (!sparse) return '';
  const days = wholeDays === 0 ? 'no whole day' : `only ${count(wholeDays, 'whole day')}`;
  return ` There is ${days} to go by yet, so take it as a rough guess.`;
}

function count(number: number, unit: string): string {
  return `${number.toLocaleString('en-GB')} ${unit}${number === 1 ? '' : 's'}`;
}
