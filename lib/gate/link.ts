import { clock } from '#lib/clock';
import { type LinkedGate, LinkSession } from './link-session.ts';

/** An echo of something sent longer ago than this proves nothing any more, milliseconds. */
const FRESH_MS = 900;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

export type LinkEvents = {
  /** A message on the channel that is not a heartbeat. */
  message(payload: string): void;
  /** Messages may have been missed: forget everything that they keep true. */
  reset(): void;
};

/**
 * The gate's ear on committed changes: one connection that listens on the channel `gate`. PostgreSQL
 * delivers in commit order, so the echo of an own heartbeat proves that everything committed before it
 * was sent has arrived. The echo also carries the database's clock.
 */
export class Link {
  readonly #gate: LinkedGate;
  readonly #events: LinkEvents;
  /** Monotonic time at which the newest echoed heartbeat was sent. */
  #echoed = Number.NEGATIVE_INFINITY;
  #clockOffset = clock.now() - clock.elapsed();
  /** Round trip of the sample that the offset comes from, growing with its age. */
  #clockError = Number.POSITIVE_INFINITY;
  #session: LinkSession | null = null;
  #closed = false;
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  #firstEcho: () => void = () => undefined;
  readonly #heard = new Promise<void>((resolve) => {
    this.#firstEcho = resolve;
  });

  constructor(gate: LinkedGate, events: LinkEvents) {
    this.#gate = gate;
    this.#events = events;
  }

  /** Begins to connect, and never stops trying until `close`. */
  open(): void {
    this.#running = this.#run();
  }

  /** Resolves at the first echo, or after `timeoutMs` without one. */
  async ready(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#heard, late]);
    clearTimeout(timer);
  }

  /** Whether everything committed up to 900 ms before `elapsed` (monotonic) is known to have arrived. */
  isFresh(elapsed: number): boolean {
    return elapsed - this.#echoed < FRESH_MS;
  }

  /** Epoch milliseconds by the database's clock at the monotonic time `elapsed`. */
  databaseTime(elapsed: number): number {
    return elapsed + this.#clockOffset;
  }

  /** Answers a question; lost when the link is down, as the asker expects. */
  reply(payloads: readonly string[]): void {
    this.#session?.reply(payloads);
  }

  /** Stops listening, and so renewing the gate's row. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#session?.leave();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#closed) {
      const session = new LinkSession(this.#gate, {
        message: (payload) => this.#events.message(payload),
        listening: () => {
          pause = FIRST_PAUSE_MS;
          this.#events.reset();
        },
        echo: (sentAt, databaseTime) => this.#echo(sentAt, databaseTime),
      });
      this.#session = session;
      await session.run();
      this.#session = null;
      this.#echoed = Number.NEGATIVE_INFINITY;
      this.#events.reset();
      if (this.#closed) return;
      await this.#pause(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  #echo(sentAt: number, databaseTime: number): void {
    this.#echoed = sentAt;
    const receivedAt = clock.elapsed();
    const roundTrip = receivedAt - sentAt;
    // The quickest of the recent samples is the truest: its error is at most half its round trip.
    if (roundTrip <= this.#clockError) {
      this.#clockError = roundTrip;
      this.#clockOffset = databaseTime - (sentAt + receivedAt) / 2;
    } else {
      this.#clockError *= 1.1;
    }
    this.#firstEcho();
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
