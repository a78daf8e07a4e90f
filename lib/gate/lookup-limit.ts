import { hash } from 'node:crypto';
import { networkOf } from './address.ts';
import { RecentMap } from './recent-map.ts';

/** Look-ups that may find nothing in one go, per network. */
const MOST = 200;
/** Of these, kept back for texts that come again. */
const RESERVE = 40;
/** Look-ups regained a second. */
const REGAINED = 50;
/** Networks watched at most. */
const NETWORKS = 10_000;
/** Texts remembered at most: as many keys as the cache holds, and some seconds of a flood. */
const PROVEN = 50_000;
const REFUSED = 20_000;

type Purse = { left: number; at: number };

/** A look-up that was let through. */
export type Lookup = {
  readonly id: string;
  /** Null when it costs nothing. */
  readonly purse: Purse | null;
};

/**
 * Keeps a flood of well-formed keys that do not exist away from the database: only so many look-ups of
 * one network (an IPv4 address, an IPv6 /64) may find nothing. What finds a key is given back. Texts are
 * kept as hashes. Times are monotonic milliseconds.
 */
export class LookupLimit {
  readonly #purses = new RecentMap<Purse>(NETWORKS);
  /** Were keys when they were looked up last: nobody can make these up. */
  readonly #proven = new RecentMap<true>(PROVEN);
  /** Were refused without a look: who comes again with one is hardly guessing. */
  readonly #refused = new RecentMap<true>(REFUSED);

  /** The look-up, or null when the network has used up its share. */
  begin(address: string, text: string, now: number): Lookup | null {
    const id = hashOf(text);
    if (this.#proven.get(id)) return { id, purse: null };
    const purse = this.#purseOf(networkOf(address), now);
    const floor = this.#refused.get(id) ? 0 : RESERVE;
    if (purse.left < floor + 1) {
      this.#refused.set(id, true);
      return null;
    }
    purse.left -= 1;
    return { id, purse };
  }

  /** The look-up of a call that shares another one's: a burst with a key that is new here asks little. */
  join(text: string): Lookup {
    return { id: hashOf(text), purse: null };
  }

  /** It found a key. */
  found({ id, purse }: Lookup): void {
    this.#proven.set(id, true);
    giveBack(purse);
  }

  /** The database could not be asked. */
  failed({ purse }: Lookup): void {
    giveBack(purse);
  }

  #purseOf(network: string, now: number): Purse {
    const known = this.#purses.get(network);
    if (known !== undefined) {
      known.left = Math.min(MOST, known.left + ((now - known.at) / 1_000) * REGAINED);
      known.at = now;
      return known;
    }
    const purse = { left: MOST, at: now };
    this.#purses.set(network, purse);
    return purse;
  }
}

function hashOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

function giveBack(purse: Purse | null): void {
  if (purse !== null) purse.left = Math.min(MOST, purse.left + 1);
}
