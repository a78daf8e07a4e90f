import type { KeyObject } from 'node:crypto';
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

/** The parts of a created session's JSON that its token is derived from; a caller chose none of them. */
const DERIVED_FROM =
  /^\{"id":"(sess_\w+)".*?"environment":"(live|test)".*?"token":null,"expires_at":"([^"]+)"/;

/**
 * Puts the stream token into a created session's JSON, the same at first and at each replay. The first
 * `"token":null` is the stream's: nothing that a caller chose stands before it.
 */
export function revealToken(body: string, secret: KeyObject): string {
  const [, id = '', environment, end = ''] = DERIVED_FROM.exec(body) ?? [];
  if (environment !== 'live' && environment !== 'test') throw new Error('not a created session');
  const token = streamToken(secret, { id, environment, expiresAt: Date.parse(end) });
  return body.replace('"token":null', `"token":"${token}"`);
}

export function toIso(time: number): string {
  return new Date(time).toISOString();
}
