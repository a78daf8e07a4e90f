/** Batches that are read at most, after what was remembered proved wrong several times in a row. */
const MOST = 32;

/** How long memory is not relied on: the longer, the more often in a row it proved wrong. */
export class Caution {
  #left = 0;
  #last = 0;

  /** Whether the next batch is to be read before it is decided. */
  get isDue(): boolean {
    return this.#left > 0;
  }

  /** After a batch that was foreseen and committed. */
  end(): void {
    this.#last = 0;
  }

  /** After a batch that was read. */
  ease(): void {
    this.#left = Math.max(0, this.#left - 1);
  }

  /** After a batch that was foreseen wrongly. */
  raise(): void {
    this.#last = Math.min(MOST, this.#last * 2 + 1);
    this.#left = this.#last;
  }
}
