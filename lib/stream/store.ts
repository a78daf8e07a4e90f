import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { clock } from '#lib/clock';
import { transaction } from '#lib/db/transaction';
import type { GateServices } from '#lib/gate/call';
import { isUnavailable } from '#lib/gate/unavailable';
import {
  type OpenedRecording,
  openRecordings,
  type StoredSamples,
  storeSamples,
} from './recording.ts';
import { type Release, releaseStreams } from './release.ts';
import { type StoredTurn, storeTurns } from './transcript.ts';

/** Bytes that wait at most: about a minute of a hundred recorded streams. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What one transaction stores at most. */
const BATCH_ENTRIES = 1_000;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Counted for an entry's own objects. */
const ENTRY_BYTES = 200;
const PAUSE_MS = 250;

export type Entry = {
  readonly sessionId: string;
  readonly turn?: StoredTurn;
  readonly opened?: OpenedRecording;
  readonly samples?: StoredSamples;
  readonly release?: Release;
};

type Waiting = {
  readonly entry: Entry;
  readonly bytes: number;
  readonly settle: (stored: boolean) => void;
};

/**
 * Everything that streams leave in the database goes through this one queue, in order. While the database is
 * away it waits, and there is so much room and no more. What is refused is told to whom it belongs.
 */
export class StreamStore {
  readonly #pool: Pool;
  readonly #gateId: string;
  readonly #log: GateServices['log'];
  #waiting: Waiting[] = [];
  #bytes = 0;
  #working: Promise<void> | null = null;
  #givenUp = false;

  constructor(pool: Pool, { gateId, log }: Pick<GateServices, 'gateId' | 'log'>) {
    this.#pool = pool;
    this.#gateId = gateId;
    this.#log = log;
  }

  /** Resolves when it is stored: true, or false when there was no room or it was refused. Never rejects. */
  add(entry: Entry): Promise<boolean> {
    const bytes = ENTRY_BYTES + sizeOf(entry);
    // A release is small and must not be lost: without it nobody could connect again.
    const fits = this.#bytes + bytes <= MOST_BYTES || entry.release !== undefined;
    if (!fits || this.#givenUp) return Promise.resolve(false);
    this.#bytes += bytes;
    const stored = new Promise<boolean>((settle) => {
      this.#waiting.push({ entry, bytes, settle });
    });
    this.#working ??= this.#work();
    return stored;
  }

  /** Stores what waits, if the database takes it within `patienceMs`. */
  async close(patienceMs: number): Promise<void> {
    const deadline = clock.elapsed() + patienceMs;
    while (this.#working !== null && clock.elapsed() < deadline) {
      await Promise.race([this.#working, delay(50)]);
    }
    this.#givenUp = true;
    for (const { settle } of this.#waiting) settle(false);
    this.#waiting = [];
  }

  async #work(): Promise<void> {
    // What arrives in the same turn of the event loop goes together.
    await delay(0);
    while (this.#waiting.length > 0 && !this.#givenUp) {
      const batch = this.#nextBatch();
      if (!(await this.#storeWhenPossible(batch))) await this.#storeEach(batch);
    }
    this.#working = null;
  }

  #nextBatch(): Waiting[] {
    let bytes = 0;
    const end = this.#waiting.findIndex((waiting, index) => {
      bytes += waiting.bytes;
      return index >= BATCH_ENTRIES || (index > 0 && bytes > BATCH_BYTES);
    });
    const batch = this.#waiting.slice(0, end < 0 ? undefined : end);
    this.#waiting = end < 0 ? [] : this.#waiting.slice(end);
    return batch;
  }

  /** False when the database refuses something of the batch. */
  async #storeWhenPossible(batch: readonly Waiting[]): Promise<boolean> {
    for (;;) {
      try {
        const lost = await this.#store(batch);
        this.#settle(batch, (entry) => !lost.has(entry.sessionId));
        return true;
      } catch (error) {
        if (!isUnavailable(error)) return this.#refused(batch, error);
        if (this.#givenUp) {
          this.#settle(batch, () => false);
          return true;
        }
        await delay(PAUSE_MS);
      }
    }
  }

  /** One by one, so that what is refused takes nothing else with it. */
  async #storeEach(batch: readonly Waiting[]): Promise<void> {
    for (const waiting of batch) {
      const stored = await this.#storeWhenPossible([waiting]);
      if (!stored) this.#settle([waiting], () => false);
    }
  }

  #refused(batch: readonly Waiting[], error: unknown): false {
    const [first] = batch;
    if (batch.length === 1) {
      const sessionId = first?.entry.sessionId;
      this.#log('error', 'a part of a stream could not be stored', { sessionId, err: error });
    }
    return false;
  }

  /** @returns the sessions that are not this gate's any more; nothing of theirs was stored. */
  #store(batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const entries = batch.map(({ entry }) => entry);
    const of = <T>(pick: (entry: Entry) => T | undefined): T[] =>
      entries.flatMap((entry) => pick(entry) ?? []);
    return transaction(this.#pool, async (client) => {
      const lost = new Set([
        ...(await storeTurns(
          client,
          this.#gateId,
          of((entry) => entry.turn),
        )),
        ...(await openRecordings(
          client,
          this.#gateId,
          of((entry) => entry.opened),
        )),
        ...(await storeSamples(
          client,
          of((entry) => entry.samples),
        )),
      ]);
      await releaseStreams(
        client,
        this.#gateId,
        of((entry) => entry.release),
      );
      return lost;
    });
  }

  #settle(batch: readonly Waiting[], isStored: (entry: Entry) => boolean): void {
    for (const { entry, bytes, settle } of batch) {
      this.#bytes -= bytes;
      settle(isStored(entry));
    }
  }
}

function sizeOf({ turn, samples }: Entry): number {
  if (samples !== undefined) return samples.samples.length;
  return turn === undefined ? 0 : 2 * (turn.text.length + (turn.translation?.length ?? 0));
}
