/** Bytes of one piece of memory. */
const CHUNK = 256 * 1024;
/** Bytes that a UTF-16 unit takes at most. */
const WIDEST = 3;

/**
 * Lines that wait to be stored, as bytes outside of the collector's reach: as strings, tens of thousands
 * of them would be copied about before they go.
 */
export class Journal {
  #chunks: Buffer[] = [];
  #used = 0;
  #lines = 0;

  get lines(): number {
    return this.#lines;
  }

  /** Bytes of memory that it holds. */
  get bytes(): number {
    return this.#chunks.length * CHUNK;
  }

  /** Adds a line, which ends in a line feed and is shorter than 64 KiB. */
  add(line: string): void {
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || CHUNK - this.#used < line.length * WIDEST) {
      chunk = this.#next(chunk);
    }
    this.#used += chunk.write(line, this.#used);
    this.#lines++;
  }

  /** The bytes so far, in order; valid until the next `add`. */
  pieces(): Buffer[] {
    return this.#chunks.map((chunk, index) =>
      index === this.#chunks.length - 1 ? chunk.subarray(0, this.#used) : chunk,
    );
  }

  #next(full: Buffer | undefined): Buffer {
    if (full !== undefined) this.#chunks[this.#chunks.length - 1] = full.subarray(0, this.#used);
    const chunk = Buffer.allocUnsafeSlow(CHUNK);
    this.#chunks.push(chunk);
    this.#used = 0;
    return chunk;
  }
}
