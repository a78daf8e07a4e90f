import type { Pool } from 'pg';
import type { SessionMode } from '#lib/db/generated/enums';
import { log } from '#lib/log';
import { analyse } from './analyse.ts';
import type { AnalysisPart } from './parts.ts';
import type { Turn } from './turn.ts';

/** Seconds until the next attempt, by the number of attempts so far; after the last one none follows. */
const PAUSES = [30, 60, 300, 900] as const;
const ATTEMPTS = PAUSES.length + 1;
const AT_ONCE = 4;

/** Takes what is due for the pause until its next attempt, so that a worker that dies loses none. */
const CLAIM = `
  WITH due AS (
    SELECT id FROM analyses WHERE status = 'processing' AND next_attempt_at <= clock_timestamp()
    ORDER BY next_attempt_at, id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  )
  UPDATE analyses a SET attempts = a.attempts + 1,
    next_attempt_at = clock_timestamp() + make_interval(secs => (ARRAY[${PAUSES.join(', ')}])[LEAST(a.attempts + 1, ${PAUSES.length})])
  FROM due WHERE a.id = due.id RETURNING a.id, a.session_id, a.attempts, a.include,
    (SELECT mode FROM voice_sessions v WHERE v.id = a.session_id) AS mode,
    (SELECT recording_enabled FROM voice_sessions v WHERE v.id = a.session_id) AS recorded`;

const TURNS = `
  SELECT sequence, speaker, language, text, offset_ms AS "offsetMs", duration_ms AS "durationMs"
  FROM voice_turns WHERE session_id = $1 ORDER BY sequence`;

/** Counts for the attempt that holds it only: one that took too long finds that another has it. */
const SETTLE = `
  UPDATE analyses SET status = $3::analysis_status, results = $4::jsonb, error = $5, completed_at = clock_timestamp()
  WHERE id = $1 AND attempts = $2 AND status = 'processing'`;

/** What the owner reads of a failure. */
const NO_TURNS = 'The session has no transcript to analyse.';
const GAVE_UP = `Something went wrong on our side, ${ATTEMPTS} times in a row. Ask for a new analysis.`;

type Claimed = {
  id: string;
  session_id: string;
  attempts: number;
  include: AnalysisPart[];
  mode: SessionMode;
  recorded: boolean;
};

/** Does what is due until nothing is. @returns how many attempts were made. */
export async function runDueAnalyses(pool: Pool, work = analyse): Promise<number> {
  let attempts = 0;
  for (;;) {
    const { rows } = await pool.query<Claimed>(CLAIM);
    for (const row of rows) await attempt(pool, row, work);
    attempts += rows.length;
    if (rows.length === 0) return attempts;
  }
}

async function attempt(pool: Pool, row: Claimed, work: typeof analyse): Promise<void> {
  // One more than the last: a worker died in the middle of that one.
  if (row.attempts > ATTEMPTS) return settle(pool, row, { error: GAVE_UP });
  try {
    const { rows: turns } = await pool.query<Turn>(TURNS, [row.session_id]);
    if (turns.length === 0) return await settle(pool, row, { error: NO_TURNS });
    const results = work(turns, row, row.include);
    await settle(pool, row, { results: JSON.stringify(results) });
  } catch (error) {
    const isLast = row.attempts === ATTEMPTS;
    log().error({ err: error, analysisId: row.id, attempt: row.attempts }, 'an analysis failed');
    if (isLast) await settle(pool, row, { error: GAVE_UP });
  }
}

async function settle(
  pool: Pool,
  { id, attempts }: Claimed,
  { results, error = '' }: { readonly results?: string; readonly error?: string },
): Promise<void> {
  const status = results === undefined ? 'failed' : 'completed';
  await pool.query(SETTLE, [id, attempts, status, results ?? null, error]);
}
