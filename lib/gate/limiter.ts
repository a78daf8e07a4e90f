import type { Counters } from './decide.ts';
import type { Known } from './known.ts';
import type { Snapshot } from './snapshot.ts';

/** Length of a window, milliseconds; windows are aligned to the minute of the database's clock. */
export const WINDOW_MS = 60_000;

/** Calls counted in one window; one object per name, shared by all who count against it. */
export type Counter = { readonly name: string; window: number; count: number };

/** Counts calls against the limits of check 7. `now` is epoch milliseconds by the database's clock. */
export type Limiter = {
  /** Counts this call and returns the counters that include it. */
  count(known: Known, now: number): Counters | Promise<Counters>;
  close(): void;
};

/**
 * All counters of a gate. Only known keys come here, so there are never more than the database has
 * organizations and keys.
 */
export class CounterBook {
  readonly #counters = new Map<string, Counter>();

  /** The counter of a key's organization in the key's environment. */
  organization(snapshot: Pick<Snapshot, 'key' | 'organization'>): Counter {
    return this.#find(`${snapshot.organization.id}:${snapshot.key.environment}`);
  }

  /** The counter of a key that has its own limit. */
  key(snapshot: Pick<Snapshot, 'key'>): Counter | null {
    return snapshot.key.rateLimit === null ? null : this.#find(snapshot.key.id);
  }

  #find(name: string): Counter {
    let counter = this.#counters.get(name);
    if (counter === undefined) {
      counter = { name, window: 0, count: 0 };
      this.#counters.set(name, counter);
    }
    return counter;
  }
}

/** The limiter of a single gate: in memory. */
export const memoryLimiter: Limiter = {
  count(known, now) {
    const window = windowAt(now);
    const own = known.keyCounter === null ? 0 : take(known.keyCounter, window);
    const { rateLimit } = known.snapshot.key;
    // A call over the key's own limit leaves the organization's window to its other keys.
    if (rateLimit === null || own <= rateLimit) take(known.organizationCounter, window);
    return peek(known, now);
  },
  close() {},
};

/** The counters as they stand, without counting a call. */
export function peek(known: Known, now: number): Counters {
  const window = windowAt(now);
  const { key, organization } = known.snapshot;
  return {
    organization: {
      limit: organization.limits.requestsPerMinute,
      count: countIn(known.organizationCounter, window),
    },
    key:
      known.keyCounter === null || key.rateLimit === null
        ? null
        : { limit: key.rateLimit, count: countIn(known.keyCounter, window) },
    resetAt: ((window + 1) * WINDOW_MS) / 1000,
  };
}

/** Counts one in this window and returns the sum; a clock that steps back opens no old window. */
export function take(counter: Counter, window: number): number {
  if (window > counter.window) {
    counter.window = window;
    counter.count = 0;
  }
  counter.count++;
  return counter.count;
}

export function windowAt(now: number): number {
  return Math.floor(now / WINDOW_MS);
}

function countIn(counter: Counter, window: number): number {
  return counter.window >= window ? counter.count : 0;
}
