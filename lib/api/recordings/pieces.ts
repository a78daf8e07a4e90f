import type { ByteRange } from './range.ts';

/** A stretch of one chunk; `offset` from 0. */
export type Slice = { readonly number: number; readonly offset: number; readonly length: number };

/** A chunk of a recording, in order. */
export type Chunk = { readonly number: number; readonly bytes: number };

/**
 * The slices that make up a range of a recording's samples, in groups of at most `most` bytes: one group is
 * read at a time.
 */
export function sliceGroups(
  chunks: readonly Chunk[],
  { first, last }: ByteRange,
  most: number,
): Slice[][] {
  const groups: Slice[][] = [];
  let group: Slice[] = [];
  let room = 0;
  let start = 0;
  for (const { number, bytes } of chunks) {
    let from = Math.max(first, start);
    const end = Math.min(last + 1, start + bytes);
    while (from < end) {
      if (room === 0) {
        group = [];
        groups.push(group);
        room = most;
      }
      const length = Math.min(end - from, room);
      group.push({ number, offset: from - start, length });
      from += length;
      room -= length;
    }
    start += bytes;
  }
  return groups;
}
