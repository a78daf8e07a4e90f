import type { Pool } from 'pg';

const COMPROMISED = {
  name: 'compromised_keys',
  text: "SELECT id FROM api_keys WHERE id = ANY($1::text[]) AND revoke_reason = 'compromised'",
};
const TOUCH = {
  name: 'touch_streams',
  text: `UPDATE voice_sessions SET last_activity_at = clock_timestamp()
    WHERE id = ANY($1::text[]) AND stream_gate_id = $2 AND status = 'active' RETURNING id`,
};
const ENDED = {
  name: 'ended_streams',
  text: "SELECT id FROM voice_sessions WHERE id = ANY($1::text[]) AND status = 'ended'",
};
/** A claim whose answer got lost leaves a session that nobody streams and nobody may. */
const FREE_FORGOTTEN = {
  name: 'free_forgotten_streams',
  text: `UPDATE voice_sessions SET stream_gate_id = NULL WHERE stream_gate_id = $2 AND id <> ALL($1::text[])
    AND coalesce(stream_claimed_at < now() - interval '30 seconds', true)`,
};

/** Those of the keys that were revoked as compromised. */
export async function compromisedKeys(pool: Pool, keyIds: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({ ...COMPROMISED, values: [keyIds] });
  return rows.map(({ id }) => id);
}

/** What became of streams that are not this gate's any more. */
export type Lost = { readonly ended: ReadonlySet<string>; readonly taken: readonly string[] };

/** Notes that these sessions are active, and finds those that have ended or are held by another gate. */
export async function touchStreams(
  pool: Pool,
  gateId: string,
  sessionIds: readonly string[],
): Promise<Lost> {
  const touched = await pool.query<{ id: string }>({ ...TOUCH, values: [sessionIds, gateId] });
  const mine = new Set(touched.rows.map(({ id }) => id));
  const lost = sessionIds.filter((id) => !mine.has(id));
  if (lost.length === 0) return { ended: new Set(), taken: [] };
  const found = await pool.query<{ id: string }>({ ...ENDED, values: [lost] });
  const ended = new Set(found.rows.map(({ id }) => id));
  return { ended, taken: lost.filter((id) => !ended.has(id)) };
}

/** Frees sessions that this gate claimed and does not stream. */
export async function freeForgotten(
  pool: Pool,
  gateId: string,
  open: readonly string[],
): Promise<void> {
  await pool.query({ ...FREE_FORGOTTEN, values: [open, gateId] });
}
