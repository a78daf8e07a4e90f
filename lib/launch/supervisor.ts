import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '#lib/clock';
import { type Part, PartError, type Running } from './part.ts';
import { decideRestart } from './restart.ts';

export type SupervisorEvents = {
  /** A part died and will be started again. */
  died: (name: string, reason: string, delayMs: number) => void;
  /** It was started again and is healthy. */
  returned: (name: string) => void;
  /** It died too often. */
  givenUp: (name: string, reason: string) => void;
};

/** Keeps one part running until it is stopped or dies too often. */
export class Supervisor {
  readonly #part: Part;
  readonly #events: SupervisorEvents;
  readonly #decide: typeof decideRestart;
  readonly #deaths: number[] = [];
  readonly #stopping = new AbortController();
  #running: Running | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(part: Part, events: SupervisorEvents, decide = decideRestart) {
    this.#part = part;
    this.#events = events;
    this.#decide = decide;
  }

  /** Resolves when the part is healthy for the first time, or has been given up or stopped. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#loop = this.#keepRunning(resolve).finally(resolve);
    });
  }

  /** Stops the part in its own way and time. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.stop();
    await this.#loop;
  }

  /** Ends the part at once. */
  kill(): void {
    this.#stopping.abort();
    this.#running?.kill();
  }

  async #keepRunning(healthy: () => void): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const reason = await this.#runOnce(healthy);
      if (this.#stopping.signal.aborted) return;
      this.#deaths.push(clock.elapsed());
      const decision = this.#decide(this.#deaths, clock.elapsed());
      if (!decision.restart) return this.#events.givenUp(this.#part.name, reason);
      this.#events.died(this.#part.name, reason, decision.delayMs);
      await delay(decision.delayMs, undefined, { signal: this.#stopping.signal }).catch(
        () => undefined,
      );
    }
  }

  /** Runs the part from its start to its end; the answer is why it ended. */
  async #runOnce(healthy: () => void): Promise<string> {
    try {
      this.#running = await this.#part.start(this.#stopping.signal);
    } catch (error) {
      if (error instanceof PartError) return error.message;
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    if (this.#stopping.signal.aborted) await this.#running.stop();
    if (this.#deaths.length > 0) this.#events.returned(this.#part.name);
    healthy();
    return this.#running.ended;
  }
}
