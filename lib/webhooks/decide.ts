const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Seconds until the next attempt, by the number of attempts so far. Source: the /v1 contract, "Webhooks". */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 24 * HOUR] as const;
export const MOST_ATTEMPTS = PAUSES.length + 1;
/** The part of a pause by which it may be longer or shorter. */
const JITTER = 0.1;
/** An endpoint that only failed for this long is switched off. */
const FAILING_MS = 5 * 24 * HOUR * 1000;
const GONE = 410;

/** What is known once an attempt is over; `now` and `failingSince` are by the database's clock. */
export type AttemptFacts = {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** This one's number, from 1. */
  readonly number: number;
  readonly failingSince: Date | null;
  readonly now: Date;
  /** From 0 to 1. */
  readonly chance: number;
};

export type Verdict = {
  readonly delivery:
    | { readonly status: 'succeeded' | 'failed' }
    | { readonly status: 'pending'; readonly pauseSeconds: number };
  /** What it says of the endpoint: `gone` and `dead` switch it off. */
  readonly endpoint: 'healthy' | 'failing' | 'gone' | 'dead';
};

/** Decides what follows an attempt. */
export function decideAttempt(facts: AttemptFacts): Verdict {
  const { status, number, failingSince, now, chance } = facts;
  if (status !== null && status >= 200 && status < 300) {
    return { delivery: { status: 'succeeded' }, endpoint: 'healthy' };
  }
  if (status === GONE) return { delivery: { status: 'failed' }, endpoint: 'gone' };
  const isDead = failingSince !== null && now.getTime() - failingSince.getTime() >= FAILING_MS;
  if (isDead) return { delivery: { status: 'failed' }, endpoint: 'dead' };
  const pause = PAUSES[number - 1];
  if (pause === undefined) return { delivery: { status: 'failed' }, endpoint: 'failing' };
  const pauseSeconds = Math.round(pause * (1 + JITTER * (2 * chance - 1)));
  return { delivery: { status: 'pending', pauseSeconds }, endpoint: 'failing' };
}
