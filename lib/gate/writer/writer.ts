import { channel } from 'node:diagnostics_channel';
import type { Client } from 'pg';
import { clock } from '#lib/clock';
import type { AccountFigures } from '#lib/credits/account';
import { type Batch, OpenBatches } from './batch.ts';
import { sortFault } from './fault.ts';
import type { WriteIntent, WriteResult } from './intent.ts';
import { Link } from './link.ts';
import { Pending, UNAVAILABLE } from './pending.ts';
import { type LockMode, read } from './read.ts';
import { settle } from './settle.ts';
import { rollback } from './statement.ts';
import { isEmpty, store } from './store.ts';

/** Moments of a batch, in order; a test may end the process at one of them. */
export type WriterPoint = 'opening' | 'read' | 'sent' | 'committed';

/** Tells subscribers each `WriterPoint` as it is passed. */
export const writerPoints = channel('portal:gate.writer');

export type WriterOptions = {
  /** Address of the database, as the processes' role. */
  readonly url: string;
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

/**
 * Commits billable and idempotent writes: whatever arrives while a transaction is in flight goes, all
 * of it, into the next one. Every call is answered after its commit, or told `service_unavailable`.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #link: Link;
  readonly #sweep: NodeJS.Timeout;
  #queue: Pending[] = [];
  #batch: Batch | null = null;
  readonly #open = new OpenBatches();
  /** Idempotency keys of calls whose outcome is not known yet. */
  readonly #records = new Set<string>();
  #scheduled = false;
  #running = false;
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
    this.#sweep = setInterval(() => this.#expire(clock.elapsed()), SWEEP_MS);
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
    await this.#link.close();
  }

  /** Starts after the current turn of the event loop, so that its other calls come along. */
  #schedule(): void {
    if (this.#scheduled || this.#running) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0 && this.#link.client !== null) {
      const size = this.#alone > 0 ? 1 : MOST_IN_BATCH;
      this.#alone = Math.max(0, this.#alone - 1);
      await this.#commit(this.#queue.splice(0, size));
    }
    this.#running = false;
    this.#settleClose();
  }

  /** One transaction. Never rejects. */
  async #commit(calls: readonly Pending[]): Promise<void> {
    const batch = this.#open.begin(calls);
    this.#batch = batch;
    const client = this.#link.client;
    const progress = { written: false };
    try {
      if (client === null) throw new Error('there is no connection');
      await this.#transact(client, batch, progress);
    } catch (error) {
      const alive = client !== null && (await this.#clear(client));
      this.#recover(batch, error, { alive, ...progress });
    } finally {
      this.#batch = null;
    }
  }

  async #transact(client: Client, batch: Batch, progress: { written: boolean }): Promise<void> {
    const { calls } = batch;
    pass('opening');
    const reading = await read(
      client,
      calls.map((call) => call.intent),
      this.#mode,
    );
    const { accounts } = reading.book;
    // Who was told 503 while the locks were awaited is left out: no charge follows that answer.
    const open = calls.filter((call) => this.#isOpen(call));
    const isHeld = (call: Pending) => this.#mode === 'skip' && !accounts.has(call.intent.accountId);
    const held = open.filter(isHeld);
    const ready = held.length === 0 ? open : open.filter((call) => !isHeld(call));
    const intents = ready.map((call) => call.intent);
    const { writing, results } = settle(intents, reading);
    pass('read');
    progress.written = true;
    const stored = isEmpty(writing) ? rollback(client) : store(client, intents, writing);
    pass('sent');
    await stored;
    pass('committed');
    for (const account of writing.allocation.accounts) this.#options.onAccount(account);
    this.#answer(batch, ready, results);
    await this.#putBack(held, ready.length);
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

  async #putBack(held: readonly Pending[], progress: number): Promise<void> {
    this.#mode = held.length > 0 ? 'skip' : 'wait';
    this.#queue.unshift(...held);
    if (held.length > 0 && progress === 0) await pause(LOCK_PAUSE_MS);
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
    if (this.#batch !== null) {
      for (const call of this.#batch.calls) if (call.deadline <= now) call.answer(UNAVAILABLE);
      if (now - this.#batch.since > BATCH_WITHIN_MS) this.#link.reset();
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
    if (this.#queue.length === 0 && !this.#running) this.#closing?.();
  }
}

function pass(point: WriterPoint): void {
  if (writerPoints.hasSubscribers) writerPoints.publish(point);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
