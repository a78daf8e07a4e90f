import { LINE_BYTES } from './line.ts';

/** Lines of a segment: a page of the log reads a few segments, and the database stores one like a row. */
export const SEGMENT_LINES = 512;
/** Full blocks that are kept for the next lines, 4 MB of them. */
const KEPT = 256;

/** Memory for lines, outside of the collector's reach. */
export type Block = { readonly bytes: Uint8Array; readonly view: DataView };

/**
 * Blocks for whole segments, used again and again: memory of this kind that comes and goes makes the
 * collector look through everything, many times a minute.
 */
export class Blocks {
  readonly #free: Block[] = [];

  /** A block for so many lines, whatever it holds by now. */
  take(lines: number): Block {
    const free = lines === SEGMENT_LINES ? this.#free.pop() : undefined;
    return free ?? newBlock(lines * LINE_BYTES);
  }

  /** Takes back a block that nobody reads any more. */
  give(block: Block): void {
    const isWhole = block.bytes.length === SEGMENT_LINES * LINE_BYTES;
    if (isWhole && this.#free.length < KEPT) this.#free.push(block);
  }
}

function newBlock(size: number): Block {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer) };
}
