import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { clock } from '#lib/clock';
import type { AccountFigures } from '#lib/credits/account';
import { Announcer } from './announce.ts';
import { type Batch, OpenBatches } from './batch.ts';
import { Caution } from './caution.ts';
import { sortFault } from './fault.ts';
import { foresee, type Plan } from './foresee.ts';
import type { WriteIntent, WriteResult } from './intent.ts';
import { Link } from './link.ts';
import { Memory } from './memory.ts';
import { Pending, UNAVAILABLE } from './pending.ts';
import { Queue } from './queue.ts';
import type { LockMode } from './read.ts';
import { rollback } from './statement.ts';
import { attempt, type Landing, type Progress, transact } from './transact.ts';

export type WriterOptions = {
  /** Address of the database, as the processes' role. */
  readonly url: string;
  /** Epoch milliseconds by the database's clock. */
  now(): number;
  /** Told of every account that a commit moved forward. */
  onAccount(account: AccountFigures): void;
  log(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void;
};

const MOST_IN_BATCH = 128;
const SWEEP_MS = 50;
/** A transaction that takes longer has lost its server. */
const BATCH_WITHIN_MS = 1_800;
const LOCK_PAUSE_MS = 20;
/** Transactions on their way at once: while one is being committed, the next one is there already. */
const MOST_IN_FLIGHT = 2;

/**
 * Commits billable and idempotent writes: whatever arrives while a transaction is in flight goes, all
 * of it, into the next one. Every call is answered after its commit, or told `service_unavailable`.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #link: Link;
  readonly #sweep: NodeJS.Timeout;
  readonly #queue = new Queue();
  readonly #flights: Batch[] = [];
  readonly #open = new OpenBatches();
  readonly #memory = new Memory();
  readonly #announcer = new Announcer();
  readonly #caution = new Caution();
  #scheduled = false;
  #mode: LockMode = 'wait';
  /** The next batch has to be read, and so waits until nothing is on its way. */
  #mustRead = false;
  /** How many of the next calls go one by one, since a batch with them failed. */
  #alone = 0;
  #closing: (() => void) | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#link = new Link({
      url: options.url,
      onReady: () => this.#schedule(),
      onLost: (error) => options.log('warn', 'the writer lost the database', { err: error }),
    });
    // A turn later: after a stall of the process, answers that have arrived meanwhile come first.
    const expire = () => this.#expire(clock.elapsed());
    this.#sweep = setInterval(() => setImmediate(expire), SWEEP_MS);
    this.#sweep.unref();
  }

  /**
   * Waits for the commit, at most until the intent's deadline. Never rejects; a call without an outcome is
   * `service_unavailable`.
   */
  submit(intent: WriteIntent): Promise<WriteResult> {
    if (this.#closing !== null || this.#queue.isFull) return Promise.resolve(UNAVAILABLE);
    return new Promise((resolve) => {
      if (this.#queue.add(new Pending(intent, resolve))) this.#schedule();
    });
  }

  /**
   * Resolves when every call of the batch in flight has its answer. What is written from then on was
   * judged by what had been committed before this was called.
   */
  settled(): Promise<void> {
    return this.#open.settled();
  }

  /** Takes no more calls, finishes those it has, and ends the connection. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#closing = resolve;
      this.#settleClose();
    });
    clearInterval(this.#sweep);
    await this.#announce(Number.POSITIVE_INFINITY);
    await this.#link.close();
  }

  /** Starts after the current turn of the event loop, so that its other calls come along. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#start();
    });
  }

  /** Sends what waits, as far as there is room. Never throws. */
  #start(): void {
    while (this.#queue.size > 0 && this.#link.client !== null && this.#hasRoom()) {
      const calls = this.#queue.next(this.#alone > 0 ? 1 : MOST_IN_BATCH);
      const plan = this.#foresee(calls);
      this.#mustRead = plan === null;
      if (this.#mustRead && this.#flights.length > 0) return;
      this.#queue.take(calls.length);
      this.#alone = Math.max(0, this.#alone - 1);
      void this.#commit(this.#link.client, calls, plan);
    }
    this.#settleClose();
  }

  /** A batch may follow another once it is as large: smaller ones would cost more than the wait. */
  #hasRoom(): boolean {
    const [first] = this.#flights;
    if (first === undefined) return true;
    if (this.#mustRead || !first.foreseen || this.#flights.length >= MOST_IN_FLIGHT) return false;
    return this.#queue.size >= first.calls.length;
  }

  #foresee(calls: readonly Pending[]): Plan | null {
    if (this.#alone > 0 || this.#mode === 'skip' || this.#caution.isDue) return null;
    const intents = calls.map((call) => call.intent);
    try {
      return foresee(this.#memory, intents, Math.floor(this.#options.now()));
    } catch {
      // A fault of ours: the batch that reads finds out whose call it is, and fails that one alone.
      return null;
    }
  }

  /** One transaction. Never rejects. */
  async #commit(client: Client, calls: readonly Pending[], plan: Plan | null): Promise<void> {
    const batch = this.#open.begin(calls, plan !== null);
    this.#flights.push(batch);
    const progress: Progress = { written: false };
    const memory = this.#memory;
    let landing: Landing | null;
    try {
      landing =
        plan === null
          ? await transact(client, calls, { mode: this.#mode, memory, progress })
          : await attempt(client, calls, { plan, memory, progress });
    } catch (error) {
      const alive = await this.#clear(client);
      if (alive && plan !== null) this.#readAgain(batch);
      else this.#recover(batch, error, { alive, ...progress });
      return this.#leave(batch);
    }
    // Nothing from here on may have it done again: it is committed.
    if (landing === null) {
      this.#readAgain(batch);
      return this.#leave(batch);
    }
    await this.#putBack(batch, landing);
    this.#leave(batch);
    this.#answer(batch, landing.ready, landing.results);
  }

  /** Makes room, and lets the next batch go before this one's answers are given. */
  #leave(batch: Batch): void {
    this.#flights.splice(this.#flights.indexOf(batch), 1);
    this.#mustRead = false;
    void this.#announce(clock.elapsed());
    this.#start();
  }

  /** Between transactions only: one that is still being decided is open on the connection. */
  async #announce(now: number): Promise<void> {
    const client = this.#link.client;
    const isOpen = this.#flights.some(({ foreseen }) => !foreseen);
    if (client !== null && !isOpen) await this.#announcer.tell(client, now);
  }

  /** A batch that was foreseen wrongly, or failed, is read before it is decided once more. */
  #readAgain(batch: Batch): void {
    this.#memory.forget(batch.calls.map((call) => call.intent));
    this.#caution.raise();
    this.#requeue(batch);
  }

  #answer(batch: Batch, calls: readonly Pending[], results: readonly WriteResult[]): void {
    for (const [index, call] of calls.entries()) {
      this.#queue.answer(call, results[index] ?? UNAVAILABLE);
    }
    this.#open.end(batch);
  }

  /** Takes in what a commit made of its accounts, and lets those wait that it left out. */
  async #putBack(batch: Batch, { held, ready, accounts }: Landing): Promise<void> {
    if (batch.foreseen) this.#caution.end();
    else this.#caution.ease();
    for (const account of accounts) this.#options.onAccount(account);
    this.#announcer.add(accounts);
    this.#mode = held.length > 0 ? 'skip' : 'wait';
    this.#queue.free(batch.calls);
    this.#queue.putBack(held);
    if (held.length > 0 && ready.length === 0) await pause(LOCK_PAUSE_MS);
  }

  #recover(
    batch: Batch,
    error: unknown,
    state: { readonly alive: boolean; readonly written: boolean },
  ): void {
    const { calls } = batch;
    const fault = state.alive ? sortFault(error) : 'lost';
    if (fault === 'unavailable' || (fault === 'lost' && state.written)) {
      this.#options.log('warn', 'writes have an unknown outcome', {
        err: error,
        calls: calls.length,
      });
      this.#answer(batch, calls, []);
    } else if (fault !== 'wrong') {
      if (fault === 'locked') this.#mode = 'skip';
      this.#requeue(batch);
    } else if (calls.length > 1) {
      this.#alone = calls.length;
      this.#requeue(batch);
    } else {
      this.#options.log('error', 'a write failed', {
        err: error,
        requestId: calls[0]?.intent.requestId,
      });
      this.#answer(batch, calls, [{ kind: 'refused', code: 'internal_error' }]);
    }
  }

  /** Ends a failed transaction; false when the connection is lost, and what was sent may be committed. */
  async #clear(client: Client): Promise<boolean> {
    try {
      await rollback(client);
      return true;
    } catch {
      if (this.#link.client === client) this.#link.reset();
      return false;
    }
  }

  #requeue(batch: Batch): void {
    this.#queue.putBack(batch.calls);
    this.#open.end(batch);
  }

  /** Tells calls past their deadline, and drops a connection that does not answer. */
  #expire(now: number): void {
    void this.#announce(now);
    for (const { calls, since } of this.#flights) {
      for (const call of calls) if (call.deadline <= now) call.answer(UNAVAILABLE);
      if (now - since > BATCH_WITHIN_MS) this.#link.reset();
    }
    this.#queue.expire(now);
    this.#settleClose();
  }

  #settleClose(): void {
    if (this.#queue.size === 0 && this.#flights.length === 0) this.#closing?.();
  }
}
