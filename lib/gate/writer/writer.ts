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
const MOST_WAITING = 4_096;
/** Answers given between two looks at the network, so that the next batch is not held up by them. */
const ANSWERS_AT_ONCE = 8;
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
  #queue: Pending[] = [];
  readonly #flights: Batch[] = [];
  readonly #open = new OpenBatches();
  readonly #memory = new Memory();
  readonly #announcer = new Announcer();
  readonly #caution = new Caution();
  /** Idempotency keys of calls whose outcome is not known yet. */
  readonly #records = new Set<string>();
  #scheduled = false;
  #mode: LockMode = 'wait';
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
    if (this.#closing !== null || this.#queue.length >= MOST_WAITING) {
      return Promise.resolve(UNAVAILABLE);
    }
    return new Promise((resolve) => {
      const pending = new Pending(intent, resolve);
      if (pending.record !== null) {
        if (this.#records.has(pending.record)) {
          pending.answer({ kind: 'refused', code: 'idempotency_conflict' });
          return;
        }
        this.#records.add(pending.record);
      }
      this.#queue.push(pending);
      this.#schedule();
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

  /** Sends what waits, as far as there is room. */
  #start(): void {
    while (this.#queue.length > 0 && this.#link.client !== null && this.#hasRoom()) {
      const calls = this.#queue.slice(0, this.#alone > 0 ? 1 : MOST_IN_BATCH);
      const plan = this.#foresee(calls);
      if (plan === null && this.#flights.length > 0) return;
      this.#queue.splice(0, calls.length);
      this.#alone = Math.max(0, this.#alone - 1);
      void this.#commit(this.#link.client, calls, plan);
    }
    this.#settleClose();
  }

  /** A batch may follow another once it is as large: smaller ones would cost more than the wait. */
  #hasRoom(): boolean {
    const [first] = this.#flights;
    if (first === undefined) return true;
    const isEnough = this.#queue.length >= first.calls.length;
    return first.foreseen && this.#flights.length < MOST_IN_FLIGHT && isEnough;
  }

  #foresee(calls: readonly Pending[]): Plan | null {
    if (this.#alone > 0 || this.#mode === 'skip' || this.#caution.isDue) return null;
    const intents = calls.map((call) => call.intent);
    return foresee(this.#memory, intents, this.#options.now());
  }

  /** One transaction. Never rejects. */
  async #commit(client: Client, calls: readonly Pending[], plan: Plan | null): Promise<void> {
    const batch = this.#open.begin(calls, plan !== null);
    this.#flights.push(batch);
    const progress: Progress = { written: false };
    const memory = this.#memory;
    try {
      const landing =
        plan === null
          ? await transact(client, calls, { mode: this.#mode, memory, progress })
          : await attempt(client, calls, { plan, memory, progress });
      if (landing === null) {
        this.#distrust(batch);
        this.#requeue(batch);
        this.#leave(batch);
        return;
      }
      if (batch.foreseen) this.#caution.end();
      else this.#caution.ease();
      await this.#putBack(landing);
      this.#leave(batch);
      this.#answer(batch, landing.ready, landing.results);
    } catch (error) {
      const alive = await this.#clear(client);
      this.#distrust(batch);
      if (alive && plan !== null) this.#requeue(batch);
      else this.#recover(batch, error, { alive, ...progress });
      this.#leave(batch);
    }
  }

  /** Makes room, and lets the next batch go before this one's answers are given. */
  #leave(batch: Batch): void {
    this.#flights.splice(this.#flights.indexOf(batch), 1);
    void this.#announce(clock.elapsed());
    this.#start();
  }

  /** Between transactions only: one that is still being decided is open on the connection. */
  async #announce(now: number): Promise<void> {
    const client = this.#link.client;
    const isOpen = this.#flights.some(({ foreseen }) => !foreseen);
    if (client !== null && !isOpen) await this.#announcer.tell(client, now);
  }

  /** What a failed batch rested on is read again. */
  #distrust(batch: Batch): void {
    this.#memory.forget(batch.calls.map((call) => call.intent));
    if (batch.foreseen) this.#caution.raise();
  }

  /** Gives the answers in small portions: in between, the next batch goes on. */
  #answer(
    batch: Batch,
    calls: readonly Pending[],
    results: readonly WriteResult[],
    from = 0,
  ): void {
    const end = Math.min(from + ANSWERS_AT_ONCE, calls.length);
    for (let index = from; index < end; index++) {
      const call = calls[index];
      if (call === undefined) continue;
      this.#release(call);
      call.answer(results[index] ?? UNAVAILABLE);
    }
    if (end < calls.length) setImmediate(() => this.#answer(batch, calls, results, end));
    else this.#open.end(batch);
  }

  async #putBack({ held, ready, accounts }: Landing): Promise<void> {
    for (const account of accounts) this.#options.onAccount(account);
    this.#announcer.add(accounts);
    this.#mode = held.length > 0 ? 'skip' : 'wait';
    this.#queue.unshift(...held);
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
    this.#queue.unshift(...batch.calls.filter((call) => this.#isOpen(call)));
    this.#open.end(batch);
  }

  /** Whether somebody still waits for it; else it is over, and nothing of it is written. */
  #isOpen(call: Pending): boolean {
    if (call.answered) this.#release(call);
    return !call.answered;
  }

  /** Tells calls past their deadline, and drops a connection that does not answer. */
  #expire(now: number): void {
    void this.#announce(now);
    for (const { calls, since } of this.#flights) {
      for (const call of calls) if (call.deadline <= now) call.answer(UNAVAILABLE);
      if (now - since > BATCH_WITHIN_MS) this.#link.reset();
    }
    const late = this.#queue.filter((call) => call.deadline <= now);
    if (late.length > 0) this.#queue = this.#queue.filter((call) => call.deadline > now);
    for (const call of late) {
      this.#release(call);
      call.answer(UNAVAILABLE);
    }
    this.#settleClose();
  }

  #release(call: Pending): void {
    if (call.record !== null) this.#records.delete(call.record);
  }

  #settleClose(): void {
    if (this.#queue.length === 0 && this.#flights.length === 0) this.#closing?.();
  }
}
