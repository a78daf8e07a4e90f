import type { Check } from './checks.ts';

/** Calls of one key that are remembered. */
const RECENT = 25;
/** Keys remembered at most; the ones that called first make room. */
const KEYS = 20_000;

/** One decision as it is remembered. No secret is in it: keys are cut out of path and client. */
export type CallRecord = {
  readonly requestId: string;
  /** Epoch milliseconds by the database's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Null for a success. */
  readonly code: string | null;
  /** The check that refused; null for a success. */
  readonly check: Check | null;
  readonly milliseconds: number;
  readonly ip: string;
  readonly client: string;
  readonly creditsRemaining: number | null;
  readonly rateLimitRemaining: number | null;
};

/** What a gate counted for one key since the gate's start. */
export class KeyTally {
  requests = 0;
  readonly #byCode = new Map<string, number>();
  readonly #ring: CallRecord[] = [];

  add(record: CallRecord): void {
    if (this.#ring.length < RECENT) this.#ring.push(record);
    else this.#ring[this.requests % RECENT] = record;
    this.requests++;
    const code = record.code ?? 'ok';
    this.#byCode.set(code, (this.#byCode.get(code) ?? 0) + 1);
  }

  /** Calls by outcome: `ok` or the error's code. */
  get byCode(): Record<string, number> {
    return Object.fromEntries(this.#byCode);
  }

  /** Newest first. */
  get recent(): CallRecord[] {
    const start = this.requests % RECENT;
    const ordered =
      this.requests > RECENT
        ? [...this.#ring.slice(start), ...this.#ring.slice(0, start)]
        : [...this.#ring];
    return ordered.reverse();
  }
}

/** The tallies of all keys that called this gate. */
export class TallyBook {
  readonly #tallies = new Map<string, KeyTally>();

  /** The key's tally, made at its first call. */
  of(keyId: string): KeyTally {
    const known = this.#tallies.get(keyId);
    if (known !== undefined) return known;
    if (this.#tallies.size >= KEYS) this.#dropOldest();
    const tally = new KeyTally();
    this.#tallies.set(keyId, tally);
    return tally;
  }

  find(keyId: string): KeyTally | undefined {
    return this.#tallies.get(keyId);
  }

  #dropOldest(): void {
    for (const keyId of this.#tallies.keys()) {
      this.#tallies.delete(keyId);
      return;
    }
  }
}
