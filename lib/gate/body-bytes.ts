/**
 * The bytes of a body as they come, copied together: kept apart, chunks of a byte each would take some
 * hundred times their size.
 */
export class BodyBytes {
  #held: Buffer = Buffer.alloc(0);
  #size = 0;

  add(chunk: Buffer): void {
    const size = this.#size + chunk.length;
    if (this.#size === 0) this.#held = chunk;
    else {
      if (size > this.#held.length) this.#grow(size);
      chunk.copy(this.#held, this.#size);
    }
    this.#size = size;
  }

  /** All of them; nothing may be added afterwards. */
  whole(): Buffer {
    return this.#held.subarray(0, this.#size);
  }

  clear(): void {
    this.#held = Buffer.alloc(0);
    this.#size = 0;
  }

  #grow(size: number): void {
    const wider = Buffer.allocUnsafe(Math.max(size, 2 * this.#held.length));
    this.#held.copy(wider, 0, 0, this.#size);
    this.#held = wider;
  }
}
