import type { Environment, SessionMode, VoiceSessionStatus } from '#lib/db/generated/enums';

/** A voice session as the API's statements select it; times in epoch milliseconds. */
export type SessionRow = {
  readonly id: string;
  readonly organization_id: string;
  readonly environment: Environment;
  readonly mode: SessionMode;
  readonly source_language: string | null;
  readonly target_language: string | null;
  readonly status: VoiceSessionStatus;
  readonly recording_enabled: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly last_activity_at: number;
};

/** A time as epoch milliseconds, under its own name. */
export const epoch = (column: string) =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS ${column}`;

/** The columns of a `SessionRow`. */
export const sessionColumns = `id, organization_id, environment, mode, source_language, target_language, status,
  recording_enabled, metadata, ${['created_at', 'started_at', 'ended_at', 'last_activity_at'].map(epoch).join(', ')}`;

/** A session without activity for this long has ended, whether or not the worker has written it down. */
export const IDLE_MS = 30 * 60_000;

/** The session as it is at `now` (epoch milliseconds, the database's clock): an idle one has ended. */
export function asOf(row: SessionRow, now: number): SessionRow {
  const idleSince = row.last_activity_at + IDLE_MS;
  if (row.status === 'ended' || now < idleSince) return row;
  return { ...row, status: 'ended', ended_at: idleSince };
}
