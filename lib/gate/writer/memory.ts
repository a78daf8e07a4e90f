import type { AccountFigures } from '#lib/credits/account';
import type { KeyFacts } from '#lib/credits/allocate';
import type { WriteIntent } from './intent.ts';
import type { Reading } from './read.ts';

/** Accounts and keys remembered at most; beyond it everything is forgotten, and read again. */
const LIMIT = 10_000;

/** What a batch rests on without having read it: the database must find the same, or refuse. */
export type Assumption = {
  readonly accounts: readonly AccountFigures[];
  /** Keys by id, with the stamp that `read` gave them. */
  readonly stamps: ReadonlyMap<string, string>;
};

export type Recollection = { readonly reading: Reading; readonly assumption: Assumption };

/**
 * What the transactions so far read and wrote. The next batch is decided on it without asking first; it
 * may be out of date, so whoever uses it has the database compare.
 */
export class Memory {
  readonly #accounts = new Map<string, AccountFigures>();
  readonly #keys = new Map<string, { readonly facts: KeyFacts; readonly stamp: string }>();

  /** Takes in what was read under lock. */
  learn({ book, stamps }: Reading): void {
    if (this.#accounts.size > LIMIT || this.#keys.size > LIMIT) this.clear();
    this.advance(book.accounts.values());
    for (const [id, facts] of book.keys) {
      this.#keys.set(id, { facts, stamp: stamps.get(id) ?? '' });
    }
  }

  /** Takes in what a transaction made of its accounts, or will have made of them. */
  advance(accounts: Iterable<AccountFigures>): void {
    for (const account of accounts) this.#accounts.set(account.id, account);
  }

  /** Drops what these calls rest on. */
  forget(intents: readonly WriteIntent[]): void {
    for (const intent of intents) {
      this.#accounts.delete(intent.accountId);
      this.#keys.delete(intent.keyId);
    }
  }

  clear(): void {
    this.#accounts.clear();
    this.#keys.clear();
  }

  /**
   * What these calls are decided on, or null when something of it is not known. Rows and records are
   * never remembered: a call that changes an existing row has to read.
   * @param now epoch milliseconds by the database's clock
   */
  recall(intents: readonly WriteIntent[], now: number): Recollection | null {
    const accounts = new Map<string, AccountFigures>();
    const keys = new Map<string, KeyFacts>();
    const stamps = new Map<string, string>();
    for (const { accountId, keyId, effect } of intents) {
      const account = this.#accounts.get(accountId);
      const key = this.#keys.get(keyId);
      if (effect.target !== null || account === undefined || key === undefined) return null;
      accounts.set(accountId, account);
      keys.set(keyId, key.facts);
      stamps.set(keyId, key.stamp);
    }
    return {
      reading: {
        book: { now, accounts, keys, answers: new Map() },
        rows: new Map(),
        expired: new Set(),
        stamps,
      },
      assumption: { accounts: [...accounts.values()], stamps },
    };
  }
}
