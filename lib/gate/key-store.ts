import type { Pool } from 'pg';
import { KeyCache } from './cache.ts';
import { CreditBook } from './credit-book.ts';
import type { Known } from './known.ts';
import { CounterBook } from './limiter.ts';
import { loadSnapshot, type Peppers, rehash } from './load.ts';
import type { PepperGuard } from './pepper-guard.ts';
import type { CreditFigures, Snapshot } from './snapshot.ts';

/** All that a gate holds of keys, and what keeps it true: the messages on the channel `gate`. */
export class KeyStore {
  readonly cache: KeyCache;
  readonly #credits = new CreditBook();
  readonly #counters = new CounterBook();
  readonly #pool: Pool;
  readonly #peppers: Peppers;
  readonly #guard: Pick<PepperGuard, 'isVerified'>;

  /** @param mayKeep whether a key that was read may be kept, as the link is at this moment */
  constructor(
    pool: Pool,
    peppers: Peppers,
    guard: Pick<PepperGuard, 'isVerified'>,
    mayKeep: () => boolean,
  ) {
    this.#pool = pool;
    this.#peppers = peppers;
    this.#guard = guard;
    this.cache = new KeyCache((text) => this.#load(text), mayKeep);
  }

  /** Applies a message; true when it was one of these: `key`, `org`, `credit`. */
  apply(message: string): boolean {
    const [kind, id = '', ...figures] = message.split(' ');
    if (kind === 'key') this.cache.forgetKey(id);
    else if (kind === 'org') this.cache.forgetOrganization(id);
    else if (kind === 'credit') this.#moveAccount(id, figures.map(Number));
    else return false;
    return true;
  }

  /** Moves an account's figures forward. */
  advance(figures: Readonly<CreditFigures>): void {
    this.#credits.advanceKnown(figures);
  }

  #moveAccount(id: string, [sequence, balance, used, periodEnd]: number[]): void {
    if (sequence === undefined || balance === undefined) return;
    if (used === undefined || periodEnd === undefined) return;
    this.#credits.advanceKnown({ id, sequence, balance, used, periodEnd });
  }

  async #load(text: string): Promise<Known | null> {
    if (!this.#guard.isVerified) throw new Error('the peppers are not verified yet');
    const loaded = await loadSnapshot(this.#pool, this.#peppers, text);
    if (loaded === null) return null;
    if (loaded.key.pepperVersion !== this.#peppers.current) {
      // Nobody waits for it, and a key that could not be moved now is moved at its next reading.
      rehash(this.#pool, this.#peppers, loaded.key, text).catch(() => undefined);
    }
    if (this.#credits.isFull) {
      this.cache.clear();
      this.#credits.clear();
    }
    const snapshot: Snapshot = { ...loaded, account: this.#credits.advance(loaded.account) };
    return {
      snapshot,
      organizationCounter: this.#counters.organization(snapshot),
      keyCounter: this.#counters.key(snapshot),
      kept: false,
    };
  }
}
