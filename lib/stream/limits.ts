/** Frames a second of one stream, and how many may come at once after a pause. */
export const FRAMES = { perSecond: 200, burst: 600 } as const;
/** Bytes a second of one stream, and how many may come at once after a pause. */
export const BYTES = { perSecond: 256 * 1024, burst: 768 * 1024 } as const;
/** Messages that cannot be read: so many at once, and one more every ten seconds. */
export const FAULTS = { perSecond: 0.1, burst: 10 } as const;
/** Different speakers of one stream. */
export const SPEAKERS = 8;
/** Milliseconds without a message after which a stream is closed. */
export const SILENCE_MS = 60_000;
/** Bytes that wait to be sent on: from here on the other side is not read, down to there it is again. */
export const HIGH_WATER = 256 * 1024;
export const LOW_WATER = 64 * 1024;
/** Milliseconds that a side may take nothing at all. */
export const STALL_MS = 10_000;

export type Rate = { readonly perSecond: number; readonly burst: number };

/** A token bucket: so much a second, and after a pause so much at once. Times are monotonic milliseconds. */
export class Allowance {
  readonly #rate: Rate;
  #left: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#at = now;
  }

  /** Takes an amount; false when it is not there, and then nothing is taken. */
  take(amount: number, now: number): boolean {
    const { perSecond, burst } = this.#rate;
    const gained = (Math.max(0, now - this.#at) / 1000) * perSecond;
    this.#left = Math.min(burst, this.#left + gained);
    this.#at = now;
    if (amount > this.#left) return false;
    this.#left -= amount;
    return true;
  }
}

/** Bytes on their way to somebody who may be slow. Times are monotonic milliseconds. */
export class Backlog {
  #bytes = 0;
  #movedAt: number;
  #high = false;

  constructor(now: number) {
    this.#movedAt = now;
  }

  /** True from the high mark on until the low mark. */
  get isHigh(): boolean {
    return this.#high;
  }

  add(bytes: number, now: number): void {
    if (this.#bytes === 0) this.#movedAt = now;
    this.#bytes += bytes;
    if (this.#bytes > HIGH_WATER) this.#high = true;
  }

  /** They are gone; true when the other side may be read again. */
  sent(bytes: number, now: number): boolean {
    this.#bytes -= bytes;
    this.#movedAt = now;
    if (!this.#high || this.#bytes > LOW_WATER) return false;
    this.#high = false;
    return true;
  }

  /** Whether it is high and nothing has moved for too long. */
  isStalled(now: number): boolean {
    return this.#high && now - this.#movedAt > STALL_MS;
  }
}
