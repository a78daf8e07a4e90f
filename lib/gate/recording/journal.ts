import type { Environment } from '#lib/db/generated/enums';
import type { Blocks } from './blocks.ts';
import type { Line } from './line.ts';
import { type Kind, minuteOf, type Origin, type Owner, Segment, type Store } from './segment.ts';

/** Lines that wait to be stored, in segments by owner and minute. */
export class Journal {
  readonly segments: Segment[] = [];
  readonly #store: Store;
  readonly #drawers = new Map<string, Drawer>();

  /** @param blocks memory that may have been used before */
  constructor(blocks: Blocks) {
    this.#store = { fill: { bytes: 0, lines: 0 }, blocks };
  }

  get lines(): number {
    return this.#store.fill.lines;
  }

  /** Bytes of memory that it holds. */
  get bytes(): number {
    return this.#store.fill.bytes;
  }

  /** Where the lines of an environment go; those of nobody when both are null. */
  drawer(organizationId: string | null, environment: Environment | null): Drawer {
    const name = `${organizationId} ${environment}`;
    let drawer = this.#drawers.get(name);
    if (drawer === undefined) {
      drawer = new Drawer({ organizationId, environment }, this.segments, this.#store);
      this.#drawers.set(name, drawer);
    }
    return drawer;
  }

  /** Gives the memory of its lines back. */
  end(): void {
    for (const segment of this.segments) segment.end();
  }
}

/** The segments of one owner. */
export class Drawer {
  readonly #owner: Owner;
  readonly #segments: Segment[];
  readonly #store: Store;
  /** The segment that is being filled, by minute: a call that took long may belong to an earlier one. */
  readonly #open = new Map<number, Segment>();
  #last: Segment | null = null;

  constructor(owner: Owner, segments: Segment[], store: Store) {
    this.#owner = owner;
    this.#segments = segments;
    this.#store = store;
  }

  add(line: Line, kind: Kind, origin: Origin): void {
    const minute = minuteOf(line.at);
    const last = this.#last;
    const segment =
      last?.minute === minute && !last.isFull ? last : this.#segment(minute, last?.isFull === true);
    segment.add(line, kind, origin);
    this.#last = segment;
  }

  #segment(minute: number, isBusy: boolean): Segment {
    const open = this.#open.get(minute);
    if (open !== undefined && !open.isFull) return open;
    const segment = new Segment(this.#owner, minute, this.#store, isBusy);
    this.#open.set(minute, segment);
    this.#segments.push(segment);
    return segment;
  }
}
