import type { PoolClient } from 'pg';

/** A turn as it is stored. */
export type StoredTurn = {
  readonly sessionId: string;
  readonly sequence: number;
  readonly speaker: string;
  readonly language: string | null;
  readonly text: string;
  readonly translation: string | null;
  readonly offsetMs: number;
  readonly durationMs: number;
};

/** $1 turns as JSON, $2 gate. The row's lock keeps a session with whom it belongs to until the commit. */
const insert = {
  name: 'insert_turns',
  text: `
  WITH held AS MATERIALIZED (
    SELECT id FROM voice_sessions WHERE stream_gate_id = $2 AND id IN (
      SELECT t->>'sessionId' FROM jsonb_array_elements($1::jsonb) t) ORDER BY id FOR SHARE)
  INSERT INTO voice_turns (session_id, sequence, speaker, language, text, translation, offset_ms, duration_ms)
  SELECT held.id, t.sequence, t.speaker, coalesce(t.language, ''), t.text, t.translation, t."offsetMs", t."durationMs"
  FROM jsonb_to_recordset($1::jsonb) AS t ("sessionId" text, sequence int, speaker text, language text, text text,
    translation text, "offsetMs" int, "durationMs" int)
  JOIN held ON held.id = t."sessionId"
  RETURNING session_id`,
};

/** Stores turns of sessions that this gate holds. @returns the sessions that it does not hold */
export async function storeTurns(
  client: PoolClient,
  gateId: string,
  turns: readonly StoredTurn[],
): Promise<string[]> {
  if (turns.length === 0) return [];
  const { rows } = await client.query<{ session_id: string }>({
    ...insert,
    values: [JSON.stringify(turns), gateId],
  });
  const stored = new Set(rows.map((row) => row.session_id));
  return turns.map((turn) => turn.sessionId).filter((id) => !stored.has(id));
}
