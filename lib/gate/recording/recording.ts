import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseError, type Pool } from 'pg';
import { clock } from '#lib/clock';
import { createPool } from '#lib/db/pool';
import { errorEntry } from '#lib/errors';
import type { GateServices, Outcome } from '#lib/gate/call';
import { remaining, tighter } from '#lib/gate/decide';
import type { Exchange } from '#lib/gate/exchange';
import type { Known } from '#lib/gate/known';
import { ensurePartitions } from '#lib/usage/partitions';
import { Batch } from './batch.ts';
import { Blocks } from './blocks.ts';
import { factsOf } from './facts.ts';
import type { Drawer } from './journal.ts';
import type { Line } from './line.ts';
import { keptPath } from './path.ts';
import type { Kind, Origin } from './segment.ts';
import { type Decided, newKind, newOrigin, routeName } from './sheet.ts';
import { storeBatch } from './store.ts';

/** Milliseconds between two batches. */
const EVERY_MS = 1_000;
/** Bytes of log lines and counts that wait at most, of the batch being sent and the next one each. */
const MOST_BYTES = 24 * 1024 * 1024;
const MOST_ROWS = 50_000;
/** Attempts at a batch that the database refuses before it is given up, so that others get their turn. */
const REFUSALS = 3;
/** Milliseconds that the database gets for a batch. */
const STORE_MS = 8_000;
/** Milliseconds in which the last batch must be stored at the end. */
const END_MS = 4_000;

type Parts = {
  readonly gateId: string;
  /** Epoch milliseconds by the database's clock. */
  readonly databaseNow: () => number;
  readonly log: GateServices['log'];
};

/**
 * Stores every decision: counts by minute and a line in the request log, a second later at most. Calls only
 * touch memory. While the database is away it waits in memory, of which there is so much and no more;
 * what does not fit is left out, counted and told.
 */
export class Recording {
  readonly #parts: Parts;
  readonly #pool: Pool;
  readonly #timer: NodeJS.Timeout;
  readonly #blocks = new Blocks();
  #next = new Batch(this.#blocks);
  #sending: Batch | null = null;
  #number = 1;
  #refusals = 0;
  #dropped = 0;
  #told = 0;
  #working: Promise<void> | null = null;
  #prepared = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#pool = createPool({
      max: 1,
      name: 'gate records',
      connectionTimeoutMs: 2_000,
      statementTimeoutMs: STORE_MS,
      // A connection may fall silent: then the server's own limit is never heard of.
      queryTimeoutMs: STORE_MS,
    });
    this.#timer = setInterval(() => this.#tick(), EVERY_MS);
    this.#timer.unref();
  }

  /** Calls that were left out of the log, or of everything, since the gate's start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** What the next batch holds by now. */
  get waiting(): { bytes: number; lines: number; rows: number; strangers: number } {
    const { journal, rows, strangers } = this.#next;
    return { bytes: journal.bytes, lines: journal.lines, rows, strangers: strangers.size };
  }

  /**
   * Keeps one decision.
   * @param client the User-Agent as it may be kept
   */
  add(exchange: Exchange, outcome: Outcome, client: string): void {
    if (exchange.known === null) this.#addStranger(exchange, outcome, client);
    else this.#addKnown(exchange, exchange.known, outcome, client);
  }

  /** Counts a request that was no HTTP, or never became whole. */
  addUnparsed(ip: string, code: string): void {
    this.#next.stranger(ip, code, this.#parts.databaseNow());
  }

  /** Stores what waits, if the database takes it in time. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const deadline = clock.elapsed() + END_MS;
    await this.#working;
    while ((this.#sending !== null || !this.#next.isEmpty) && clock.elapsed() < deadline) {
      await this.#send();
      if (this.#sending !== null) await delay(100);
    }
    await this.#pool.end();
  }

  #addStranger(exchange: Exchange, outcome: Outcome, client: string): void {
    const { ip, receivedAt } = exchange;
    const batch = this.#next;
    const code = outcome.kind === 'refusal' ? outcome.code : '';
    if (!batch.stranger(ip, code, receivedAt)) return;
    const decision = decisionOf(exchange, outcome);
    const kind = newKind('', decision, routeName(decision.route));
    this.#keep(batch.journal.drawer(null, null), decision, kind, newOrigin(ip, client));
  }

  #addKnown(exchange: Exchange, known: Known, outcome: Outcome, client: string): void {
    const batch = this.#next;
    if (batch.rows > MOST_ROWS) {
      this.#dropped++;
      return;
    }
    const decision = decisionOf(exchange, outcome);
    const sheet = batch.sheet(known.snapshot.key);
    const kind = sheet.kind(sheet.count(decision), decision);
    const origin = sheet.caller(exchange.ip, client, decision.at);
    this.#keep(sheet.drawer, decision, kind, origin);
  }

  #keep(drawer: Drawer, line: Line, kind: Kind, origin: Origin): void {
    if (this.#next.journal.bytes > MOST_BYTES) this.#dropped++;
    else drawer.add(line, kind, origin);
  }

  #tick(): void {
    this.#working ??= this.#send().finally(() => {
      this.#working = null;
    });
  }

  async #send(): Promise<void> {
    if (this.#sending === null) {
      if (this.#next.isEmpty) return;
      this.#sending = this.#next;
      this.#next = new Batch(this.#blocks);
    }
    const { gateId, log } = this.#parts;
    try {
      if (!this.#prepared) await this.#prepare();
      const sender = { gateId, number: this.#number, dropped: this.#dropped };
      await storeBatch(this.#pool, this.#sending, sender, STORE_MS);
      this.#done();
    } catch (error) {
      if (isRefusal(error)) await this.#refused(error);
    }
    if (this.#dropped > this.#told && this.#sending === null) {
      log('warn', 'calls are missing in the request log', { dropped: this.#dropped });
      this.#told = this.#dropped;
    }
  }

  #done(): void {
    this.#sending?.journal.end();
    this.#sending = null;
    this.#number += 1;
    this.#refusals = 0;
  }

  /** A fault of the rows or of a missing partition: trying for ever would lose all that comes after. */
  async #refused(error: DatabaseError): Promise<void> {
    this.#prepared = false;
    this.#refusals += 1;
    if (this.#refusals < REFUSALS) return;
    this.#parts.log('error', 'a batch of records was refused and is lost', { err: error });
    this.#dropped += this.#sending?.journal.lines ?? 0;
    this.#done();
  }

  async #prepare(): Promise<void> {
    await ensurePartitions(this.#pool, this.#parts.databaseNow());
    this.#prepared = true;
  }
}

/** What the database says of the rows themselves, not of its own state. */
function isRefusal(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && /^2[123]/.test(error.code ?? '');
}

/** One object for counts and log: on a busy gate each one more is felt. */
function decisionOf(exchange: Exchange, outcome: Outcome): Decided & Line {
  const refused = outcome.kind === 'refusal';
  const { route, head, known, counters } = exchange;
  const window = counters === null ? null : tighter(counters);
  const facts = refused ? JSON.stringify(factsOf(exchange, outcome)) : null;
  return {
    route,
    method: head.method,
    status: refused ? errorEntry(outcome.code).status : outcome.status,
    code: refused ? outcome.code : null,
    check: refused ? outcome.check : null,
    idBits: exchange.idBits,
    at: exchange.receivedAt,
    microseconds: Math.round((clock.elapsed() - exchange.startedAt) * 1000),
    charged: refused || outcome.credits === undefined ? 0 : (route?.credits ?? 0),
    replayed: !refused && outcome.replayed === true,
    counters,
    creditsRemaining: outcome.credits?.remaining ?? known?.snapshot.account.balance ?? null,
    rateLimit: window?.limit ?? null,
    rateRemaining: window === null ? null : remaining(window),
    path: keptPath(head.path, route),
    facts,
  };
}
