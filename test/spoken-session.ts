import type { Pool } from 'pg';
import { newId } from '#lib/ids';
import { callGate } from '#test/gate-call';
import type { Spender } from '#test/spender';

export type SpokenTurn = {
  speaker?: string;
  language?: string;
  text?: string;
  translation?: string | null;
  offsetMs?: number;
  durationMs?: number;
};

/** Creates a session by a call, so that it is charged for. Returns its id. */
export async function makeSession(
  port: number,
  by: Spender,
  body: object = { mode: 'ai_agent' },
): Promise<string> {
  const made = await callGate(port, '/v1/sessions', { key: by.keyText, body });
  if (made.status !== 201) throw new Error(made.text);
  return JSON.parse(made.text).id;
}

/** Writes down that a session was streamed, two minutes ago for a minute, and what was said in it. */
export async function speak(
  pool: Pool,
  sessionId: string,
  turns: readonly SpokenTurn[],
  { ended = true } = {},
): Promise<void> {
  await pool.query(
    `UPDATE voice_sessions SET status = $2::voice_session_status, last_activity_at = now(),
       started_at = date_trunc('milliseconds', now() - interval '2 minutes'),
       ended_at = CASE WHEN $2 = 'ended' THEN date_trunc('milliseconds', now() - interval '1 minute') END
     WHERE id = $1`,
    [sessionId, ended ? 'ended' : 'active'],
  );
  for (const [index, turn] of turns.entries()) {
    await pool.query(
      `INSERT INTO voice_turns (session_id, sequence, speaker, language, text, translation, offset_ms, duration_ms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        sessionId,
        index + 1,
        turn.speaker ?? 'agent',
        turn.language ?? 'en',
        turn.text ?? 'Hello.',
        turn.translation ?? null,
        turn.offsetMs ?? index * 2_000,
        turn.durationMs ?? 1_000,
      ],
    );
  }
}

type RecordingSeed = {
  /** The samples, cut into chunks of `chunk` bytes. */
  samples?: Buffer;
  chunk?: number;
  status?: 'processing' | 'ready' | 'failed';
  /** Seconds from now until it expires; negative for the past. */
  expiresIn?: number;
};

/** A recording of a session, with its sound. Returns its id. */
export async function seedRecording(
  pool: Pool,
  sessionId: string,
  { samples = Buffer.alloc(0), chunk = 8_000, status = 'ready', expiresIn = 3_600 }: RecordingSeed,
): Promise<string> {
  const id = newId('rec');
  await pool.query(
    `INSERT INTO recordings (id, session_id, status, sample_bytes, sample_rate, expires_at)
     VALUES ($1, $2, $3, $4, 8000, now() + make_interval(secs => $5))`,
    [id, sessionId, status, samples.length, expiresIn],
  );
  for (let at = 0; at < samples.length; at += chunk) {
    await pool.query(
      'INSERT INTO recording_chunks (recording_id, number, samples) VALUES ($1, $2, $3)',
      [id, at / chunk, samples.subarray(at, at + chunk)],
    );
  }
  return id;
}
