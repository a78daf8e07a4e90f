import type { RandomBits } from '#lib/ids';

/**
 * Bytes of a line as it is stored. In their order, all big-endian: milliseconds since the minute's start (2),
 * random bits of the id (10), microseconds (4), place of the kind (2) and of the origin (2) among those of
 * its segment, credits left (4), limit (4) and room (4), where all bits stand for none.
 */
export const LINE_BYTES = 32;
const NOTHING = -1;

/** A call as it goes into the request log. */
export type Line = {
  /** What the request id carries besides `at`. */
  readonly idBits: RandomBits;
  /** Whole epoch milliseconds by the database's clock. */
  readonly at: number;
  readonly microseconds: number;
  /** What was left after the call: credits, and room in the fuller window; null where there is neither. */
  readonly creditsRemaining: number | null;
  readonly rateLimit: number | null;
  readonly rateRemaining: number | null;
  /** Null when it is the route's own. */
  readonly path: string | null;
  /** JSON of what the deciding check saw. */
  readonly facts: string | null;
};

/** What a line refers to of its segment. */
export type Seats = {
  /** Milliseconds since the segment's minute began. */
  readonly time: number;
  /** Places among the kinds and origins of the segment, from 1. */
  readonly kind: number;
  readonly origin: number;
};

/** Writes what has one size in every line; its texts lie elsewhere. */
export function writeLine(to: DataView, place: number, line: Line, seats: Seats): void {
  const { high, middle, low } = line.idBits;
  to.setInt32(place, (seats.time << 16) | (high >>> 14));
  to.setInt32(place + 4, (high << 18) | (middle >>> 12));
  to.setInt32(place + 8, (middle << 20) | low);
  to.setInt32(place + 12, line.microseconds);
  to.setInt32(place + 16, (seats.kind << 16) | seats.origin);
  to.setInt32(place + 20, line.creditsRemaining ?? NOTHING);
  to.setInt32(place + 24, line.rateLimit ?? NOTHING);
  to.setInt32(place + 28, line.rateRemaining ?? NOTHING);
}
