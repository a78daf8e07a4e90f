import type { Environment } from '#lib/db/generated/enums';
import { type Block, type Blocks, SEGMENT_LINES } from './blocks.ts';
import { LINE_BYTES, type Line, writeLine } from './line.ts';
import { Texts } from './texts.ts';

const MINUTE_MS = 60_000;
const FIRST_LINES = 8;
/** Bytes that a segment takes beside its lines, roughly. */
const OWN_BYTES = 1_024;

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

/** Bytes and lines that wait, counted by the segments. */
export type Fill = { bytes: number; lines: number };

/** Where segments have their memory from, and where it is counted. */
export type Store = { readonly fill: Fill; readonly blocks: Blocks };

/**
 * Lines of one owner and one minute, as bytes: as strings and objects, tens of thousands of them would be
 * copied about by the collector.
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
  readonly #blocks: Blocks;
  #capacity: number;
  #block: Block;

  /** @param isBusy whether the owner filled a segment a moment ago */
  constructor(owner: Owner, minute: number, { fill, blocks }: Store, isBusy: boolean) {
    this.owner = owner;
    this.minute = minute;
    this.#fill = fill;
    this.#blocks = blocks;
    this.#capacity = isBusy ? SEGMENT_LINES : FIRST_LINES;
    this.#block = blocks.take(this.#capacity);
    fill.bytes += OWN_BYTES + LINE_BYTES * this.#capacity;
  }

  get isFull(): boolean {
    return this.lines === SEGMENT_LINES;
  }

  add(line: Line, kind: Kind, origin: Origin): void {
    if (this.lines === this.#capacity) this.#grow();
    const { at } = line;
    if (at < this.firstAt) this.firstAt = at;
    if (at > this.lastAt) this.lastAt = at;
    writeLine(this.#block.view, this.lines * LINE_BYTES, line, {
      time: at - this.minute,
      kind: this.#kind(kind),
      origin: this.#origin(origin),
    });
    if (this.#paths !== null || line.path !== null) this.#addPath(line.path);
    if (this.#facts !== null || line.facts !== null) this.#addFacts(line.facts);
    this.lines++;
    this.#fill.lines++;
  }

  /** The lines, one behind the other. */
  get bytes(): Uint8Array {
    return this.#block.bytes.subarray(0, this.lines * LINE_BYTES);
  }

  /** Gives its memory back: its lines may not be read any more. */
  end(): void {
    this.#blocks.give(this.#block);
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
    const block = this.#blocks.take(this.#capacity);
    block.bytes.set(this.#block.bytes);
    this.#block = block;
    this.#fill.bytes += LINE_BYTES * (this.#capacity - before);
  }
}

/** The start of the minute that a time lies in; epoch milliseconds. */
export function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
