import type { CreditFigures } from './snapshot.ts';

/** Accounts known at most; beyond it `isFull` asks for a fresh start. */
const LIMIT = 100_000;

/** The newest known figures of each credit account, one shared object per account. */
export class CreditBook {
  readonly #accounts = new Map<string, CreditFigures>();

  get isFull(): boolean {
    return this.#accounts.size >= LIMIT;
  }

  /** Moves an account forward and returns its shared object; older figures change nothing. */
  advance(figures: Readonly<CreditFigures>): CreditFigures {
    const known = this.#accounts.get(figures.id);
    if (known === undefined) {
      const shared = { ...figures };
      this.#accounts.set(figures.id, shared);
      return shared;
    }
    if (isNewer(figures, known)) {
      known.sequence = figures.sequence;
      known.balance = figures.balance;
      known.used = figures.used;
      known.periodEnd = figures.periodEnd;
    }
    return known;
  }

  /** Like `advance`, for an account that a cached key uses; others are nobody's business here. */
  advanceKnown(figures: Readonly<CreditFigures>): void {
    if (this.#accounts.has(figures.id)) this.advance(figures);
  }

  clear(): void {
    this.#accounts.clear();
  }
}

/** Entries number an account's changes; a period without credits rolls without one. */
function isNewer(figures: Readonly<CreditFigures>, known: Readonly<CreditFigures>): boolean {
  if (figures.sequence !== known.sequence) return figures.sequence > known.sequence;
  return figures.periodEnd > known.periodEnd;
}
