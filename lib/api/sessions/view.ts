import type { KeyObject } from 'node:crypto';
import type { Environment } from '#lib/db/generated/enums';
import { isId } from '#lib/ids';
import type { SessionRow } from './row.ts';
import { streamToken } from './token.ts';

/** Where a client connects, and with what. `token` is null in what is stored. */
export type StreamView = {
  readonly url: string;
  readonly token: null;
  readonly expires_at: string;
};

/** The JSON of a session; `stream` is shown by the call that made the token, no other. */
export function sessionBody(row: SessionRow, stream?: StreamView): string {
  return JSON.stringify({
    id: row.id,
    object: 'session',
    status: row.status,
    environment: row.environment,
    mode: row.mode,
    source_language: row.source_language,
    target_language: row.target_language,
    // JSON.stringify leaves an undefined member out.
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

/** `sess_` and a ULID. */
const ID_LENGTH = 31;
/** How a created session's JSON begins; its id, of a fixed length, follows. */
const BEGINNING = '{"id":"';
/** The first of these is the stream's: nothing that a caller chose stands before it. */
const NO_TOKEN = '"token":null';
const END = ',"expires_at":"';

/**
 * Puts the stream token into a created session's JSON, the same at first and at each replay: it is derived
 * from the JSON's id and the token's end.
 * @param environment of the session and the key
 */
export function revealToken(body: string, environment: Environment, secret: KeyObject): string {
  const id = body.slice(BEGINNING.length, BEGINNING.length + ID_LENGTH);
  const at = body.indexOf(NO_TOKEN);
  const rest = at + NO_TOKEN.length;
  if (at < 0 || !body.startsWith(END, rest) || !isId('sess', id)) {
    throw new Error('not a created session');
  }
  const from = rest + END.length;
  const expiresAt = Date.parse(body.slice(from, body.indexOf('"', from)));
  const token = streamToken(secret, { id, environment, expiresAt });
  return `${body.slice(0, at)}"token":"${token}"${body.slice(rest)}`;
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
