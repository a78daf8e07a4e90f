import type { PoolClient } from 'pg';
import { SAMPLE_RATE } from './frames.ts';

/** Days that a recording is kept. */
export const KEPT_DAYS = 30;

export type OpenedRecording = { readonly sessionId: string; readonly recordingId: string };

/** A stretch of a recording. */
export type StoredSamples = {
  readonly sessionId: string;
  readonly recordingId: string;
  /** From 0. */
  readonly number: number;
  readonly samples: Buffer;
};

/** $1 sessions, $2 recordings, $3 gate. */
const open = {
  name: 'open_recordings',
  text: `
  INSERT INTO recordings (id, session_id, sample_rate, expires_at)
  SELECT w.recording, v.id, ${SAMPLE_RATE}, now() + interval '${KEPT_DAYS} days'
  FROM unnest($1::text[], $2::text[]) AS w(session, recording)
  JOIN voice_sessions v ON v.id = w.session AND v.stream_gate_id = $3
  RETURNING session_id`,
};

/** $1 recordings, $2 numbers, $3 samples. One that is not being recorded any more takes no more of them. */
const store = {
  name: 'store_samples',
  text: `
  WITH grown AS (
    UPDATE recordings r SET sample_bytes = r.sample_bytes + w.bytes
    FROM (SELECT id, sum(length(samples))::int AS bytes FROM unnest($1::text[], $3::bytea[]) AS w(id, samples) GROUP BY id) w
    WHERE r.id = w.id AND r.status = 'processing' RETURNING r.id
  )
  INSERT INTO recording_chunks (recording_id, number, samples)
  SELECT w.id, w.number, w.samples FROM unnest($1::text[], $2::int[], $3::bytea[]) AS w(id, number, samples)
  JOIN grown ON grown.id = w.id
  RETURNING recording_id`,
};

/** Begins recordings of sessions that this gate holds. @returns the sessions that it does not hold */
export async function openRecordings(
  client: PoolClient,
  gateId: string,
  opened: readonly OpenedRecording[],
): Promise<string[]> {
  if (opened.length === 0) return [];
  const sessions = opened.map(({ sessionId }) => sessionId);
  const { rows } = await client.query<{ session_id: string }>({
    ...open,
    values: [sessions, opened.map(({ recordingId }) => recordingId), gateId],
  });
  const stored = new Set(rows.map((row) => row.session_id));
  return sessions.filter((id) => !stored.has(id));
}

/** Stores stretches in their recordings. @returns the sessions whose recording is over */
export async function storeSamples(
  client: PoolClient,
  stretches: readonly StoredSamples[],
): Promise<string[]> {
  if (stretches.length === 0) return [];
  const { rows } = await client.query<{ recording_id: string }>({
    ...store,
    values: [
      stretches.map(({ recordingId }) => recordingId),
      stretches.map(({ number }) => number),
      stretches.map(({ samples }) => samples),
    ],
  });
  const stored = new Set(rows.map((row) => row.recording_id));
  return stretches
    .filter(({ recordingId }) => !stored.has(recordingId))
    .map((one) => one.sessionId);
}
