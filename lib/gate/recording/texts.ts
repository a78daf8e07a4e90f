/** Bytes of the first piece of memory. */
const FIRST = 1024;
/** Bytes that a UTF-16 unit takes at most. */
const WIDEST = 3;

/** Texts of which many are null, as elements of an array on PostgreSQL's wire. */
export class Texts {
  #buffer: Buffer | null = null;
  #used = 0;
  /** Nulls since the last text, not written yet. */
  #nulls: number;

  /** @param nulls so many come first */
  constructor(nulls: number) {
    this.#nulls = nulls;
  }

  /** @returns the bytes of memory that it takes more since. */
  add(text: string | null): number {
    const before = this.#buffer?.length ?? 0;
    if (text === null) {
      this.#nulls++;
      return 0;
    }
    const buffer = this.#room(this.#nulls * 4 + 4 + text.length * WIDEST);
    this.#writeNulls(buffer);
    const length = buffer.write(text, this.#used + 4);
    buffer.writeInt32BE(length, this.#used);
    this.#used += 4 + length;
    return buffer.length - before;
  }

  /** Each text's length as four bytes, then its bytes; length -1 for null. */
  elements(): Buffer {
    const buffer = this.#room(this.#nulls * 4);
    this.#writeNulls(buffer);
    return buffer.subarray(0, this.#used);
  }

  #writeNulls(buffer: Buffer): void {
    for (; this.#nulls > 0; this.#nulls--) this.#used = buffer.writeInt32BE(-1, this.#used);
  }

  #room(bytes: number): Buffer {
    const held = this.#buffer;
    if (held !== null && held.length - this.#used >= bytes) return held;
    const size = Math.max(FIRST, (held?.length ?? 0) * 2, this.#used + bytes);
    const larger = Buffer.allocUnsafeSlow(size);
    held?.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
    return larger;
  }
}
