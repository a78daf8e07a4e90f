import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StreamedBody } from './call.ts';

/** A client that takes nothing for so long, milliseconds, is let go. */
const STALL_MS = 60_000;

/**
 * Sends a streamed body at the client's pace: the next piece is read when there is room for it. An answer
 * that cannot be finished ends with its connection, so that nobody takes it for whole.
 * @param failed told why, unless the client went away
 */
export function sendStream(
  response: ServerResponse,
  stream: StreamedBody,
  failed: (error: unknown) => void,
): void {
  response.setTimeout(STALL_MS, () => response.destroy());
  // What the system has taken to send is thrown away too.
  const end = () => response.socket?.resetAndDestroy();
  if (stream.end?.aborted === true) end();
  stream.end?.addEventListener('abort', end);
  const source = Readable.from(stream.read(), { objectMode: false, highWaterMark: 1 });
  void pipeline(source, response).catch((error: unknown) => {
    if (!isAbort(error)) failed(error);
  });
}

/** Whether the client closed its connection before the end. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
