import { SAMPLE_RATE } from './frames.ts';
import { MULAW_SILENCE, toLinear, toMulaw } from './mulaw.ts';

/** Samples of a stretch that is stored as one. */
export const CHUNK_SAMPLES = 64_000;
/** Samples that stay open for a voice that comes later, two seconds. */
const OPEN_SAMPLES = 2 * SAMPLE_RATE;
/** How far the sound may run ahead of the time that has passed, samples: a wrong clock makes no silence. */
const AHEAD_SAMPLES = 10 * SAMPLE_RATE;

/**
 * Puts the voices of a connection into one track: where the client's clock says, over one another where they
 * overlap, silence between them. What comes later than two seconds is put at the earliest open place.
 */
export class Mixer {
  readonly #window = Buffer.alloc(CHUNK_SAMPLES + OPEN_SAMPLES, MULAW_SILENCE);
  readonly #startedAt: number;
  /** Samples given away already, and used in the window. */
  #given = 0;
  #used = 0;
  /** The client's clock at the first sample, milliseconds. */
  #origin: number | null = null;
  /** Where each speaker's voice goes on, in samples from the start. */
  readonly #ends = new Map<string, number>();

  /** @param now monotonic milliseconds */
  constructor(now: number) {
    this.#startedAt = now;
  }

  /** Adds a frame and returns the stretches that are complete by it. */
  add(speaker: string, timestampMs: number, samples: Uint8Array, now: number): Buffer[] {
    const chunks: Buffer[] = [];
    let at = this.#placeOf(speaker, timestampMs, now);
    let rest = samples;
    while (at >= this.#given + this.#window.length) chunks.push(this.#take(CHUNK_SAMPLES));
    while (rest.length > 0) {
      const place = Math.max(0, at - this.#given);
      const room = this.#window.length - place;
      const piece = rest.subarray(0, room);
      this.#mix(place, piece);
      at = this.#given + place + piece.length;
      rest = rest.subarray(piece.length);
      while (this.#used >= CHUNK_SAMPLES + OPEN_SAMPLES) chunks.push(this.#take(CHUNK_SAMPLES));
    }
    this.#ends.set(speaker, at);
    return chunks;
  }

  /** What is left, shorter than the others; null when there is nothing. */
  end(): Buffer[] {
    const chunks: Buffer[] = [];
    while (this.#used > 0) chunks.push(this.#take(Math.min(CHUNK_SAMPLES, this.#used)));
    return chunks;
  }

  #placeOf(speaker: string, timestampMs: number, now: number): number {
    this.#origin ??= timestampMs;
    const said = Math.floor(((timestampMs - this.#origin) * SAMPLE_RATE) / 1000);
    const passed = ((now - this.#startedAt) * SAMPLE_RATE) / 1000;
    const latest = Math.max(this.#given + this.#used, Math.floor(passed) + AHEAD_SAMPLES);
    // A frame never begins before the speaker's last one ended: clocks are rounded, sound is not.
    return Math.max(this.#given, this.#ends.get(speaker) ?? 0, Math.min(said, latest));
  }

  #mix(place: number, samples: Uint8Array): void {
    for (const [index, byte] of samples.entries()) {
      const there = this.#window[place + index] ?? MULAW_SILENCE;
      this.#window[place + index] =
        there === MULAW_SILENCE ? byte : toMulaw(toLinear(there) + toLinear(byte));
    }
    this.#used = Math.max(this.#used, place + samples.length);
  }

  #take(samples: number): Buffer {
    const chunk = Buffer.from(this.#window.subarray(0, samples));
    this.#window.copyWithin(0, samples);
    this.#window.fill(MULAW_SILENCE, this.#window.length - samples);
    this.#given += samples;
    this.#used = Math.max(0, this.#used - samples);
    return chunk;
  }
}
