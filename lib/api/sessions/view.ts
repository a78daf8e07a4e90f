import type { EngineName } from '#lib/stream/engines/engine';
import type { SessionRow } from './row.ts';

/** Where a client connects, and with what. */
export type StreamView = {
  readonly url: string;
  readonly token: string;
  readonly expires_at: string;
};

/**
 * The JSON of a session; `stream` is shown by the call that made the token, no other.
 * @param engine what hears its streams; undefined in the replay of an answer that did not say it
 */
export function sessionBody(
  row: SessionRow,
  engine: EngineName | undefined,
  stream?: StreamView,
): string {
  return JSON.stringify({
    id: row.id,
    object: 'session',
    status: row.status,
    environment: row.environment,
    mode: row.mode,
    source_language: row.source_language,
    target_language: row.target_language,
    // JSON.stringify leaves an undefined member out.
    engine,
    stream,
    recording: { enabled: row.recording_enabled },
    metadata: row.metadata,
    created_at: toIso(row.created_at),
    started_at: row.started_at === null ? null : toIso(row.started_at),
    ended_at: row.ended_at === null ? null : toIso(row.ended_at),
  });
}

/** The JSON that ending a session answers. */
export function endedBody(row: SessionRow): string {
  const end = row.ended_at ?? row.last_activity_at;
  return JSON.stringify({
    id: row.id,
    object: 'session',
    status: row.status,
    duration_seconds: row.started_at === null ? 0 : Math.floor((end - row.started_at) / 1000),
    ended_at: toIso(end),
  });
}

const texts = new Map<number, string>();
const MOST_TEXTS = 64;

/** RFC 3339. The calls of a batch share their times, which are put into words once. */
export function toIso(time: number): string {
  const known = texts.get(time);
  if (known !== undefined) return known;
  const text = new Date(time).toISOString();
  if (texts.size >= MOST_TEXTS) texts.clear();
  texts.set(time, text);
  return text;
}
