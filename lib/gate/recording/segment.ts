import type { Environment } from '#lib/db/generated/enums';
import { Texts } from './texts.ts';

const MINUTE_MS = 60_000;
/** Lines of a segment: a page of the log reads a few segments, and the database stores one like a row. */
export const SEGMENT_LINES = 512;
const FIRST_LINES = 8;
/** Numbers of a line: time in the minute, duration, kind, origin, credits, limit, room. */
export const NUMBERS = 7;
/** Characters of an id: its prefix, which is not stored, and what comes behind. */
const ID_PREFIX = 4;
const ID_LENGTH = 26;
/** An id on PostgreSQL's wire: its length as four bytes, of which only the last is not zero, then itself. */
const ID_BYTES = 4 + ID_LENGTH;
const LINE_BYTES = NUMBERS * Int32Array.BYTES_PER_ELEMENT + ID_BYTES;
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
 * Lines of one owner and one minute. As bytes they are outside of the collector's reach: as strings and
 * objects, tens of thousands of them would be copied about.
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
  readonly #fill: Fill;
  /** Of lines that have them; most segments have none. */
  #paths: Texts | null = null;
  #facts: Texts | null = null;
  #capacity: number;
  #numbers: Int32Array;
  #ids: Uint8Array;

  /** @param isBusy whether the owner filled a segment a moment ago */
  constructor(owner: Owner, minute: number, fill: Fill, isBusy: boolean) {
    this.owner = owner;
    this.minute = minute;
    this.#fill = fill;
    this.#capacity = isBusy ? SEGMENT_LINES : FIRST_LINES;
    this.#numbers = new Int32Array(NUMBERS * this.#capacity);
    this.#ids = new Uint8Array(ID_BYTES * this.#capacity);
    fill.bytes += OWN_BYTES + LINE_BYTES * this.#capacity;
  }

  get isFull(): boolean {
    return this.lines === SEGMENT_LINES;
  }

  add(line: Line): void {
    if (this.lines === this.#capacity) this.#grow();
    const { at } = line;
    if (at < this.firstAt) this.firstAt = at;
    if (at > this.lastAt) this.lastAt = at;
    const numbers = this.#numbers;
    const place = this.lines * NUMBERS;
    numbers[place] = at - this.minute;
    numbers[place + 1] = line.microseconds;
    numbers[place + 2] = this.#kind(line.kind);
    numbers[place + 3] = this.#origin(line.origin);
    numbers[place + 4] = line.creditsRemaining ?? NOTHING;
    numbers[place + 5] = line.rateLimit ?? NOTHING;
    numbers[place + 6] = line.rateRemaining ?? NOTHING;
    writeId(this.#ids, this.lines * ID_BYTES, line.requestId);
    if (this.#paths !== null || line.path !== null) this.#addPath(line.path);
    if (this.#facts !== null || line.facts !== null) this.#addFacts(line.facts);
    this.lines++;
    this.#fill.lines++;
  }

  /** The numbers of each line, one line behind the other. */
  get numbers(): Int32Array {
    return this.#numbers;
  }

  /** The elements of the column of ids, without their prefix. */
  ids(): Uint8Array {
    return this.#ids.subarray(0, this.lines * ID_BYTES);
  }

  /** Whether a column says the same in all lines, as key and caller mostly do: then it is stored once. */
  isConstant(column: number): boolean {
    const numbers = this.#numbers;
    const first = numbers[column];
    for (let line = 1; line < this.lines; line++) {
      if (numbers[line * NUMBERS + column] !== first) return false;
    }
    return true;
  }

  /** The elements of the columns of paths and of facts; null where all are null. */
  texts(): (Buffer | null)[] {
    return [this.#paths?.elements() ?? null, this.#facts?.elements() ?? null];
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

  #addPath(path: string | null): void {
    this.#paths ??= new Texts(this.lines);
    this.#fill.bytes += this.#paths.add(path);
  }

  #addFacts(facts: string | null): void {
    this.#facts ??= new Texts(this.lines);
    this.#fill.bytes += this.#facts.add(facts);
  }

  #grow(): void {
    const before = this.#capacity;
    this.#capacity = Math.min(before * 4, SEGMENT_LINES);
    const numbers = new Int32Array(NUMBERS * this.#capacity);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    const ids = new Uint8Array(ID_BYTES * this.#capacity);
    ids.set(this.#ids);
    this.#ids = ids;
    this.#fill.bytes += LINE_BYTES * (this.#capacity - before);
  }
}

/** By hand: the call into native code that writes a text takes several times as long. */
function writeId(ids: Uint8Array, place: number, id: string): void {
  ids[place + 3] = ID_LENGTH;
  for (let i = 0; i < ID_LENGTH; i++) ids[place + 4 + i] = id.charCodeAt(ID_PREFIX + i);
}

/** The start of the minute that a time lies in; epoch milliseconds. */
export function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
