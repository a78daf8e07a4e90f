import { networkOf } from './address.ts';
import { type Refusal, refuse } from './call.ts';
import { RecentMap } from './recent-map.ts';

/** Calls without a key that one network (an IPv4 address, an IPv6 /64) may make a minute. */
const MOST = 120;
const WINDOW_MS = 60_000;
/** Networks watched at most. */
const NETWORKS = 10_000;

/** Keeps one network from asking without end for what needs no key. Times are epoch milliseconds. */
export class OpenLimit {
  readonly #counts = new RecentMap<{ window: number; count: number }>(NETWORKS);

  /** Counts a call; null while there is room in the minute. */
  count(address: string, now: number): Refusal | null {
    const window = Math.floor(now / WINDOW_MS);
    const network = networkOf(address);
    const known = this.#counts.get(network);
    const count = known?.window === window ? known.count + 1 : 1;
    if (known === undefined) this.#counts.set(network, { window, count });
    else Object.assign(known, { window, count });
    if (count <= MOST) return null;
    const seconds = Math.max(1, Math.ceil(((window + 1) * WINDOW_MS - now) / 1000));
    return refuse('rate_limit', 'rate_limit_exceeded', {
      message: `Too many requests. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
      retryAfter: seconds,
    });
  }
}
