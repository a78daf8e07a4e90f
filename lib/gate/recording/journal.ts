import type { Environment } from '#lib/db/generated/enums';
import { type Fill, type Line, minuteOf, type Owner, Segment } from './segment.ts';

/** Lines that wait to be stored, in segments by owner and minute. */
export class Journal {
  readonly segments: Segment[] = [];
  readonly #fill: Fill = { bytes: 0, lines: 0 };
  readonly #drawers = new Map<string, Drawer>();

  get lines(): number {
    return this.#fill.lines;
  }

  /** Bytes of memory that it holds. */
  get bytes(): number {
    return this.#fill.bytes;
  }

  /** Where the lines of an environment go; those of nobody when both are null. */
  drawer(organizationId: string | null, environment: Environment | null): Drawer {
    const name = `${organizationId} ${environment}`;
    let drawer = this.#drawers.get(name);
    if (drawer === undefined) {
      drawer = new Drawer({ organizationId, environment }, this.segments, this.#fill);
      this.#drawers.set(name, drawer);
    }
    return drawer;
  }
}

/** The segments of one owner. */
export class Drawer {
  readonly #owner: Owner;
  readonly #segments: Segment[];
  readonly #fill: Fill;
  /** The segment that is being filled, by minute: a call that took long may belong to an earlier one. */
  readonly #open = new Map<number, Segment>();
  #last: Segment | null = null;

  constructor(owner: Owner, segments: Segment[], fill: Fill) {
    this.#owner = owner;
    this.#segments = segments;
    this.#fill = fill;
  }

  add(line: Line): void {
    const minute = minuteOf(line.at);
    const last = this.#last;
    const segment =
      last?.minute === minute && !last.isFull ? last : this.#segment(minute, last?.isFull === true);
    segment.add(line);
    this.#last = segment;
  }

  #segment(minute: number, isBusy: boolean): Segment {
    const open = this.#open.get(minute);
    if (open !== undefined && !open.isFull) return open;
    const segment = new Segment(this.#owner, minute, this.#fill, isBusy);
    this.#open.set(minute, segment);
    this.#segments.push(segment);
    return segment;
  }
}
