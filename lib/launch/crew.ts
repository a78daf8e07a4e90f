import { clock } from '#lib/clock';
import type { Part } from './part.ts';
import { Supervisor } from './supervisor.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm hands on a Ctrl-C that the terminal has sent to us already; that is not a second one. */
const SAME_PRESS_MS = 1_000;
const FORCED_STATUS = 130;

/** The parts that run, and their end: first those who use the database, then the database. */
export class Crew {
  readonly #say: (line: string) => void;
  readonly #front: Supervisor[] = [];
  readonly #back: Supervisor[] = [];
  readonly #releases: (() => void)[] = [];
  readonly #ending = new AbortController();
  readonly #status = Promise.withResolvers<number>();
  #endingSince = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
    for (const signal of SIGNALS) process.on(signal, () => this.#onSignal());
  }

  /** Aborted as soon as the end begins, whatever its reason. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** The exit status, once everything has ended. */
  get ended(): Promise<number> {
    return this.#status.promise;
  }

  /**
   * Starts a part and keeps it running. Resolves when it is healthy; rejects when the end has begun.
   * @param place `back` for what the others need until they have ended.
   */
  async keep(part: Part, place: 'front' | 'back' = 'front'): Promise<void> {
    this.signal.throwIfAborted();
    const supervisor = new Supervisor(part, {
      died: (name, reason, delayMs) =>
        this.#say(`The ${name} ${reason}\nStarting it again in ${delayMs} ms.`),
      returned: (name) => this.#say(`The ${name} is back.`),
      givenUp: (name, reason) =>
        this.end(1, `The ${name} keeps dying, so everything stops. It ${reason}`),
    });
    (place === 'front' ? this.#front : this.#back).push(supervisor);
    await supervisor.start();
    this.signal.throwIfAborted();
  }

  /** Something to give back when all parts have ended. */
  atEnd(release: () => void): void {
    this.#releases.push(release);
  }

  /** Stops everything in order, once; `ended` then resolves with this status. */
  end(status: number, reason: string): void {
    if (this.signal.aborted) return;
    this.#endingSince = clock.elapsed();
    this.#ending.abort();
    this.#say(reason);
    this.#stopAll().then(() => this.#status.resolve(status), this.#status.reject);
  }

  async #stopAll(): Promise<void> {
    await Promise.all(this.#front.map((supervisor) => supervisor.stop()));
    await Promise.all(this.#back.map((supervisor) => supervisor.stop()));
    for (const release of this.#releases) release();
  }

  #onSignal(): void {
    if (!this.signal.aborted) {
      this.end(0, 'Stopping; once more to stop at once.');
      return;
    }
    if (clock.elapsed() - this.#endingSince < SAME_PRESS_MS) return;
    for (const supervisor of [...this.#front, ...this.#back]) supervisor.kill();
    process.exit(FORCED_STATUS);
  }
}
