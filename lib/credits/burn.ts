/** What is known of an account's use; credits are whole, times are hours. */
export type BurnFacts = {
  /** Credits used on each of the last whole days, oldest first; fewer than 14 for a young account. */
  readonly days: readonly number[];
  /** Credits used today so far, and how much of today has been seen. */
  readonly today: { readonly used: number; readonly hours: number };
  readonly included: number;
  readonly purchased: number;
  /** When the included credits lapse, and how many come instead. */
  readonly refill: { readonly inHours: number; readonly amount: number };
};

/** How long credits last; hours from now. */
export type TimeToEmpty =
  /** There is nothing left to last. */
  | { readonly kind: 'empty' }
  /** Nothing was used in the days that count. */
  | { readonly kind: 'no_burn' }
  /** Used for less than an hour, which says nothing of a day. */
  | { readonly kind: 'too_early' }
  /** The refill comes first; `low` is set when a pace of busy days would be empty before it. */
  | { readonly kind: 'lasts'; readonly low: number | null; readonly sparse: boolean }
  /** `high` is null when a pace of quiet days reaches the refill. */
  | {
      readonly kind: 'runs_out';
      readonly hours: number;
      readonly low: number;
      readonly high: number | null;
      /** Fewer than three whole days to go by: the band is as wide as that deserves. */
      readonly sparse: boolean;
    };

/** What is counted, and how little of it is called little. */
export const BURN_DAYS = 14;
const SPARSE_BELOW_DAYS = 3;

/**
 * Student's t, 80 % two-sided, by degrees of freedom from 1.
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2, column 0.90.
 */
const T_80 = [
  3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.35,
];

/**
 * When the credits run out at the mean pace of the days given, with the band in which four of five
 * such forecasts end if days to come vary like those. Included credits are counted until the refill only.
 */
export function timeToEmpty(facts: BurnFacts): TimeToEmpty {
  const balance = facts.included + facts.purchased;
  if (balance <= 0) return { kind: 'empty' };
  const { mean, spread, days } = paceOf(facts);
  if (mean === 0) return { kind: 'no_burn' };
  if (days * 24 < 1) return { kind: 'too_early' };
  const sparse = facts.days.length < SPARSE_BELOW_DAYS;
  const [low, high] = band(balance, mean, spread, days);
  const at = (emptyInDays: number) => emptyAfter(facts, balance / emptyInDays / 24);
  const hours = at(balance / mean);
  const soonest = at(low);
  if (hours === null || soonest === null) return { kind: 'lasts', low: soonest, sparse };
  return { kind: 'runs_out', hours, low: soonest, high: high === null ? null : at(high), sparse };
}

/** Credits a day: the mean, how far days lie from it, and how many days that rests on. */
function paceOf({ days, today }: BurnFacts): { mean: number; spread: number; days: number } {
  const whole = days.reduce((sum, used) => sum + used, 0);
  const seen = days.length + today.hours / 24;
  const mean = seen > 0 ? (whole + today.used) / seen : 0;
  // Calls come one by one, so a day varies by the root of its number at least.
  const least = Math.sqrt(mean);
  if (days.length < SPARSE_BELOW_DAYS) return { mean, spread: Math.max(mean, least), days: seen };
  const average = whole / days.length;
  const squares = days.reduce((sum, used) => sum + (used - average) ** 2, 0);
  return { mean, spread: Math.max(Math.sqrt(squares / (days.length - 1)), least), days: seen };
}

/**
 * The days H for which `balance` lies at the edge of what H days may use: mean·H ± t·spread·√(H + H²/n),
 * the spread of the days to come and the doubt about the mean. The upper edge is null when the mean
 * itself may be nothing.
 */
function band(balance: number, mean: number, spread: number, days: number) {
  const t = T_80[Math.max(Math.floor(days) - 2, 0)] ?? 1.35;
  const doubt = (t * spread) ** 2;
  const square = mean ** 2 - doubt / days;
  const half = 2 * balance * mean + doubt;
  const root = Math.sqrt(half ** 2 - 4 * square * balance ** 2);
  const low = (2 * balance ** 2) / (half + root);
  return [low, square > 0 ? (half + root) / (2 * square) : null] as const;
}

/** Hours until a steady pace (credits an hour) empties the account; null when the refill comes first. */
function emptyAfter({ included, purchased, refill }: BurnFacts, pace: number): number | null {
  const hours = (included + purchased) / pace;
  if (hours < refill.inHours) return hours;
  if (refill.amount > 0) return null;
  // Nothing is refilled: what is left of the included credits lapses, the purchased ones go on.
  const left = Math.min(purchased, included + purchased - pace * refill.inHours);
  return refill.inHours + Math.max(left, 0) / pace;
}
