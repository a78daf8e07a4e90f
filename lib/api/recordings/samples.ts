import type { Pool } from 'pg';
import type { Chunk, Slice } from './pieces.ts';

/** Bytes that one download has in memory at a time, beside what its socket holds. */
export const SLICE_BYTES = 128 * 1024;

const sizes = {
  name: 'read_chunk_sizes',
  // Of a stored value PostgreSQL knows the length without reading it.
  text: `SELECT number, octet_length(samples) AS bytes FROM recording_chunks WHERE recording_id = $1 ORDER BY number`,
};

const slices = {
  name: 'read_slices',
  text: `
  SELECT substring(c.samples FROM s."offset" + 1 FOR s.length) AS samples
  FROM unnest($2::int[], $3::int[], $4::int[]) WITH ORDINALITY AS s(number, "offset", length, place)
  JOIN recording_chunks c ON c.recording_id = $1 AND c.number = s.number ORDER BY s.place`,
};

/** The chunks of a recording and their sizes. */
export async function readChunks(pool: Pool, recordingId: string): Promise<Chunk[]> {
  const { rows } = await pool.query<Chunk>({ ...sizes, values: [recordingId] });
  return rows;
}

/** Reads slices of a recording. @throws when they are not there any more */
export async function readSlices(
  pool: Pool,
  recordingId: string,
  wanted: readonly Slice[],
): Promise<Buffer> {
  const { rows } = await pool.query<{ samples: Buffer }>({
    ...slices,
    values: [
      recordingId,
      wanted.map(({ number }) => number),
      wanted.map(({ offset }) => offset),
      wanted.map(({ length }) => length),
    ],
  });
  const bytes = Buffer.concat(rows.map(({ samples }) => samples));
  const length = wanted.reduce((sum, slice) => sum + slice.length, 0);
  if (bytes.length !== length) throw new Error('a recording went away while it was read');
  return bytes;
}
