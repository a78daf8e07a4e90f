import { clock } from '#lib/clock';
import type { Pending } from './pending.ts';

/** Calls of one transaction, from its beginning until the last of them has its answer. */
export class Batch {
  readonly calls: readonly Pending[];
  /** Decided on what is remembered, so that the next one may follow before it is committed. */
  readonly foreseen: boolean;
  /** Monotonic. */
  readonly since = clock.elapsed();
  /** Told when it is over. */
  readonly watchers: (() => void)[] = [];

  constructor(calls: readonly Pending[], foreseen: boolean) {
    this.calls = calls;
    this.foreseen = foreseen;
  }
}

/** The batches in flight, and those before them that are still being answered. */
export class OpenBatches {
  // An array: a Set that changes all the time leaves tables behind which keep dead batches in memory.
  readonly #open: Batch[] = [];

  begin(calls: readonly Pending[], foreseen: boolean): Batch {
    const batch = new Batch(calls, foreseen);
    this.#open.push(batch);
    return batch;
  }

  /** Tells the watchers a turn later, when the answers have been handed over for sending. */
  end(batch: Batch): void {
    this.#open.splice(this.#open.indexOf(batch), 1);
    for (const tell of batch.watchers) setImmediate(tell);
  }

  /** Resolves when every batch that is open now is over; later ones do not matter. */
  async settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let left = this.#open.length;
    if (left === 0) return;
    const over = () => {
      left -= 1;
      if (left === 0) resolve();
    };
    for (const batch of this.#open) batch.watchers.push(over);
    await promise;
  }
}
