import type { Environment } from '#lib/db/generated/enums';
import { Texts } from './texts.ts';

const MINUTE_MS = 60_000;
/** Lines of a segment: a page of the log reads a few segments, and the database stores one like a row. */
export const SEGMENT_LINES = 512;
const FIRST_LINES = 8;
/** Bytes of an id on the wire: its length, and 26 characters behind the prefix. */
const ID_BYTES = 30;
const ID_LENGTH = 26;
/** Numbers of a line. */
const NUMBERS = 7;
/** Bytes of a number on the wire: its length, and itself. */
export const NUMBER_BYTES = 8;
const LINE_BYTES = NUMBERS * NUMBER_BYTES + ID_BYTES;
/** Bytes that a segment takes beside its columns, roughly. */
const OWN_BYTES = 1_024;
/** Stands for a number that is not there. */
const NOTHING = -1;

/** Whose calls a segment holds; nobody's when both are null. */
export type Owner = {
  readonly organizationId: string | null;
  readonly environment: Environment | null;
};

/** Where the segment that had it last keeps it: many lines name the same. */
type Seat = { segment: Segment | null; index: number };

/** What the calls of one key, route and outcome have in common. */
export type Kind = Seat & {
  readonly keyId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly code: string;
  readonly check: string;
  readonly charged: number;
  readonly replayed: boolean;
};

/** From where calls came. */
export type Origin = Seat & { readonly ip: string; readonly client: string };

/** A call as it goes into the request log. */
export type Line = {
  readonly requestId: string;
  /** Whole epoch milliseconds by the database's clock. */
  readonly at: number;
  readonly microseconds: number;
  readonly kind: Kind;
  readonly origin: Origin;
  /** What was left after the call: credits, and room in the fuller window; null where there is neither. */
  readonly creditsRemaining: number | null;
  readonly rateLimit: number | null;
  readonly rateRemaining: number | null;
  /** Null when it is the route's own. */
  readonly path: string | null;
  /** JSON of what the deciding check saw. */
  readonly facts: string | null;
};

/** Bytes and lines that wait, counted by the segments. */
export type Fill = { bytes: number; lines: number };

/**
 * Lines of one owner and one minute, by columns that are on PostgreSQL's wire format already. As bytes they
 * are outside of the collector's reach: as strings, tens of thousands of them would be copied about.
 */
export class Segment {
  readonly owner: Owner;
  /** Epoch milliseconds. */
  readonly minute: number;
  firstAt = Number.POSITIVE_INFINITY;
  lastAt = Number.NEGATIVE_INFINITY;
  lines = 0;
  readonly kinds: Kind[] = [];
  /** Lines of each kind. */
  readonly calls: number[] = [];
  readonly origins: Origin[] = [];
  readonly paths = new Texts();
  readonly facts = new Texts();
  readonly #fill: Fill;
  /** Of each column of numbers the first one, and in bits which of them hold another one as well. */
  readonly #firsts = new Int32Array(NUMBERS);
  #varying = 0;
  #capacity: number;
  #buffer: Buffer;
  #view: DataView;

  /** @param isBusy whether the owner filled a segment a moment ago */
  constructor(owner: Owner, minute: number, fill: Fill, isBusy: boolean) {
    this.owner = owner;
    this.minute = minute;
    this.#fill = fill;
    this.#capacity = isBusy ? SEGMENT_LINES : FIRST_LINES;
    this.#buffer = columns(this.#capacity);
    this.#view = viewOf(this.#buffer);
    fill.bytes += OWN_BYTES + this.#buffer.length;
  }

  get isFull(): boolean {
    return this.lines === SEGMENT_LINES;
  }

  add(line: Line): void {
    if (this.lines === this.#capacity) this.#grow();
    const { at } = line;
    if (at < this.firstAt) this.firstAt = at;
    if (at > this.lastAt) this.lastAt = at;
    this.#number(0, at - this.minute);
    this.#number(1, line.microseconds);
    this.#number(2, this.#kind(line.kind));
    this.#number(3, this.#origin(line.origin));
    this.#number(4, line.creditsRemaining ?? NOTHING);
    this.#number(5, line.rateLimit ?? NOTHING);
    this.#number(6, line.rateRemaining ?? NOTHING);
    const place = NUMBERS * NUMBER_BYTES * this.#capacity + this.lines * ID_BYTES;
    // The prefix falls on the four bytes that the length then takes.
    this.#buffer.write(line.requestId, place, ID_BYTES, 'latin1');
    this.#view.setInt32(place, ID_LENGTH);
    this.#addTexts(line);
    this.lines++;
    this.#fill.lines++;
  }

  /**
   * The elements of the columns of numbers: time in the minute, duration, kind, origin, credits, limit, room.
   * One alone stands for all lines.
   */
  numbers(): Buffer[] {
    return Array.from({ length: NUMBERS }, (_, column) => {
      const start = column * NUMBER_BYTES * this.#capacity;
      const count = this.#varying & (1 << column) ? this.lines : 1;
      return this.#buffer.subarray(start, start + count * NUMBER_BYTES);
    });
  }

  /** The elements of the column of ids, without prefix. */
  ids(): Buffer {
    const start = NUMBERS * NUMBER_BYTES * this.#capacity;
    return this.#buffer.subarray(start, start + this.lines * ID_BYTES);
  }

  /** What is the same in all lines, as key and caller mostly are, is written once: less to store. */
  #number(column: number, value: number): void {
    const bit = 1 << column;
    if ((this.#varying & bit) === 0) {
      if (this.lines === 0) this.#firsts[column] = value;
      else if (value === this.#firsts[column]) return;
      else this.#spread(column, bit);
    }
    this.#set(column, this.lines, value);
  }

  #spread(column: number, bit: number): void {
    this.#varying |= bit;
    const first = this.#firsts[column] ?? 0;
    for (let line = 1; line < this.lines; line++) this.#set(column, line, first);
  }

  #set(column: number, line: number, value: number): void {
    const place = (column * this.#capacity + line) * NUMBER_BYTES;
    this.#view.setInt32(place, 4);
    this.#view.setInt32(place + 4, value);
  }

  #kind(kind: Kind): number {
    if (kind.segment !== this) {
      kind.segment = this;
      kind.index = this.kinds.push(kind);
      this.calls.push(0);
    }
    this.calls[kind.index - 1] = (this.calls[kind.index - 1] ?? 0) + 1;
    return kind.index;
  }

  #origin(origin: Origin): number {
    if (origin.segment !== this) {
      origin.segment = this;
      origin.index = this.origins.push(origin);
    }
    return origin.index;
  }

  #addTexts({ path, facts }: Line): void {
    const before = this.paths.bytes + this.facts.bytes;
    this.paths.add(path);
    this.facts.add(facts);
    this.#fill.bytes += this.paths.bytes + this.facts.bytes - before;
  }

  #grow(): void {
    const [numbers, ids] = [this.numbers(), this.ids()];
    this.#capacity = Math.min(this.#capacity * 4, SEGMENT_LINES);
    const larger = columns(this.#capacity);
    for (const [i, column] of numbers.entries()) {
      column.copy(larger, i * NUMBER_BYTES * this.#capacity);
    }
    ids.copy(larger, NUMBERS * NUMBER_BYTES * this.#capacity);
    this.#fill.bytes += larger.length - this.#buffer.length;
    this.#buffer = larger;
    this.#view = viewOf(larger);
  }
}

/** The start of the minute that a time lies in; epoch milliseconds. */
export function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function columns(capacity: number): Buffer {
  return Buffer.allocUnsafeSlow(capacity * LINE_BYTES);
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}
