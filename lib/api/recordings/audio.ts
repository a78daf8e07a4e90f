import type { Pool } from 'pg';
import { type Call, type Outcome, refuse } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import type { Downloads } from './downloads.ts';
import { findRecording, type RecordingFinder } from './find.ts';
import { type Chunk, sliceGroups } from './pieces.ts';
import { type ByteRange, readRange } from './range.ts';
import type { RecordingRow } from './row.ts';
import { readChunks, readSlices, SLICE_BYTES } from './samples.ts';
import { wavBytes, wavEnd, wavHeader } from './wav.ts';

/** Why a recording that is there has no file. */
const NO_FILE = {
  processing: 'The recording is not ready yet.',
  failed: 'The recording failed, so there is no file.',
} as const;

/** Where files come from. */
export type Shelf = {
  /** For the samples alone: a crowd of downloads keeps no other call from the database. */
  readonly pool: Pool;
  readonly downloads: Downloads;
};

/**
 * `GET /v1/recordings/{id}/audio`: the file, or the part of it that a Range asks for. Each slice is read by a
 * statement of its own once the one before it was taken, so a slow client holds no connection.
 * It ends at once when its key is revoked as compromised.
 */
export async function readAudio(
  call: Call,
  finder: RecordingFinder,
  { pool, downloads }: Shelf,
): Promise<Outcome> {
  const row = await findRecording(finder, call);
  if ('kind' in row) return row;
  if (row.status !== 'ready') {
    return refuse('effect', 'recording_not_found', { message: NO_FILE[row.status] });
  }
  const size = wavBytes(row.sample_bytes);
  const range = readRange(call.range, size);
  if (range === 'unsatisfiable') {
    const headers = ['Content-Range', `bytes */${size}`];
    return refuse('effect', 'range_not_satisfiable', { headers });
  }
  const chunks = await within(call.deadline, readChunks(pool, row.id));
  const stored = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  if (stored !== row.sample_bytes) throw new Error(`recording ${row.id} is not whole`);
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const download = new AbortController();
  return {
    kind: 'success',
    status: range === null ? 200 : 206,
    body: '',
    stream: {
      type: 'audio/wav',
      bytes: last - first + 1,
      headers: [
        ...[
          'Accept-Ranges',
          'bytes',
          'Content-Disposition',
          `attachment; filename="${row.id}.wav"`,
        ],
        ...(range === null ? [] : ['Content-Range', `bytes ${first}-${last}/${size}`]),
      ],
      end: download.signal,
      async *read() {
        downloads.add(download, call.snapshot.key.id);
        try {
          yield* pieces(pool, { row, chunks }, { first, last });
        } finally {
          downloads.remove(download);
        }
      },
    },
  };
}

/** The bytes of a range of the file, one slice at a time. */
async function* pieces(
  pool: Pool,
  { row, chunks }: { readonly row: RecordingRow; readonly chunks: readonly Chunk[] },
  { first, last }: ByteRange,
): AsyncGenerator<Buffer> {
  const header = wavHeader(row.sample_bytes, row.sample_rate);
  const end = header.length + row.sample_bytes;
  if (first < header.length) yield header.subarray(first, last + 1);
  const samples = {
    first: Math.max(first - header.length, 0),
    last: Math.min(last, end - 1) - header.length,
  };
  for (const group of sliceGroups(chunks, samples, SLICE_BYTES)) {
    yield await readSlices(pool, row.id, group);
  }
  const padding = wavEnd(row.sample_bytes);
  if (last >= end && padding.length > 0) yield padding;
}
