import { EnvError } from '#lib/env';
import { isUnavailable } from './unavailable.ts';

/** Milliseconds between two attempts while the database is away. */
const PAUSE_MS = 250;

/**
 * Lets no key be looked up before the peppers are known to be those of the database: with a wrong one
 * every good key would be told that it does not exist.
 */
export class PepperGuard {
  readonly #verify: () => Promise<void>;
  readonly #failure = Promise.withResolvers<never>();
  #timer: NodeJS.Timeout | undefined;
  #verified = false;
  #closed = false;

  /** @param verify throws an `EnvError` for a wrong pepper, anything else when it could not be seen */
  constructor(verify: () => Promise<void>) {
    this.#verify = verify;
    // Whoever starts a gate may not care; the process does.
    this.#failure.promise.catch(() => undefined);
  }

  get isVerified(): boolean {
    return this.#verified;
  }

  /** Rejects with the fault when the database comes later and the peppers prove wrong. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  /**
   * Resolves when the peppers are right, or at once when the database is away: then they are verified as
   * soon as it is there.
   * @returns whether they are verified
   */
  async begin(): Promise<boolean> {
    try {
      await this.#verify();
      this.#verified = true;
    } catch (error) {
      if (error instanceof EnvError || !isUnavailable(error)) throw error;
      this.#tryLater();
    }
    return this.#verified;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #tryLater(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.begin().catch(this.#failure.reject), PAUSE_MS);
  }
}
