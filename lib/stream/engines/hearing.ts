import { SAMPLE_RATE } from '#lib/stream/frames';
import { loudness } from '#lib/stream/mulaw';

/** Loudness from which a frame is a voice: a quiet room is below it. */
const VOICE = 500;
/** Silence that ends a turn, and a turn that is ended anyway, milliseconds. */
const PAUSE_MS = 600;
const LONGEST_MS = 15_000;
/** Voice between two partial turns, milliseconds. */
const PARTIAL_MS = 500;

/** What was heard of a turn so far. */
export type Heard = {
  /** The client's clock at its start, milliseconds. */
  readonly startMs: number;
  /** Voice without the pauses, milliseconds. */
  readonly voicedMs: number;
  /** From the first to the last voice, milliseconds. */
  readonly lengthMs: number;
  /** Which of the speaker's turns it is, from 0. */
  readonly number: number;
  /** Mean loudness of the voice before the first partial turn, 0 to 32,767: later voice leaves it as it is. */
  readonly opening: number;
};

type Turn = {
  readonly startMs: number;
  readonly number: number;
  endMs: number;
  voicedMs: number;
  /** Loudness by length of the opening, and that length. */
  sum: number;
  openingMs: number;
  told: number;
};

export type Event = { readonly kind: 'partial' | 'final'; readonly heard: Heard };

/** One speaker's turns by energy and length of the audio: the same frames give the same turns. */
export class Hearing {
  #turn: Turn | null = null;
  #turns = 0;

  /** Hears a frame that begins at `startMs` of the client's clock. */
  hear(startMs: number, samples: Uint8Array): Event[] {
    const lengthMs = (samples.length * 1000) / SAMPLE_RATE;
    const events = this.#pause(startMs);
    const level = loudness(samples);
    if (level >= VOICE) events.push(...this.#voice(startMs, lengthMs, level));
    else events.push(...this.#pause(startMs + lengthMs));
    return events;
  }

  /** Ends the turn that is under way. */
  end(): Event[] {
    const turn = this.#turn;
    this.#turn = null;
    return turn === null ? [] : [{ kind: 'final', heard: toHeard(turn) }];
  }

  #voice(startMs: number, lengthMs: number, level: number): Event[] {
    const turn = this.#turn ?? newTurn(startMs, this.#turns++);
    this.#turn = turn;
    turn.voicedMs += lengthMs;
    if (turn.told === 0) {
      turn.sum += level * lengthMs;
      turn.openingMs += lengthMs;
    }
    turn.endMs = Math.max(turn.endMs, startMs + lengthMs);
    if (turn.endMs - turn.startMs >= LONGEST_MS) return this.end();
    const due = Math.floor(turn.voicedMs / PARTIAL_MS);
    if (due === turn.told) return [];
    turn.told = due;
    return [{ kind: 'partial', heard: toHeard(turn) }];
  }

  #pause(untilMs: number): Event[] {
    return this.#turn !== null && untilMs - this.#turn.endMs >= PAUSE_MS ? this.end() : [];
  }
}

function newTurn(startMs: number, number: number): Turn {
  return { startMs, number, endMs: startMs, voicedMs: 0, sum: 0, openingMs: 0, told: 0 };
}

function toHeard({ startMs, endMs, voicedMs, number, sum, openingMs }: Turn): Heard {
  const lengthMs = Math.round(endMs - startMs);
  return { startMs, voicedMs, lengthMs, number, opening: sum / openingMs };
}
