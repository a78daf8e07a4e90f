import type { LoadedRow, Statement } from '#lib/gate/writer/effect';
import { epoch, type SessionRow, sessionColumns } from './row.ts';

/** A session as a write sees it, with what decides whether it can be streamed or analysed. */
export type LockedSession = SessionRow & {
  /** Epoch milliseconds. */
  readonly stream_expires_at: number;
  readonly has_turns: boolean;
};

/** One statement for all writes to sessions: calls of a batch that share a session share its row. */
export const lockSessions: Statement = {
  name: 'lock_sessions',
  text: `
  SELECT ${sessionColumns}, ${epoch('stream_expires_at')},
    EXISTS (SELECT FROM voice_turns t WHERE t.session_id = v.id) AS has_turns
  FROM voice_sessions v WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE OF v`,
};

/** The row that `lockSessions` loaded, if there is one. */
export function toLocked(row: LoadedRow | undefined): LockedSession | undefined {
  return row as LockedSession | undefined;
}
