import type { Pool } from 'pg';
import { dataOf, type StoredEvent } from './envelope.ts';

const FINISH = `UPDATE webhook_events SET data = $2, finished = true WHERE id = $1 AND NOT finished
  RETURNING data::text AS data`;
const READ = `SELECT data::text AS data FROM webhook_events WHERE id = $1`;

/**
 * Stores what is posted of an event, once: whatever the settings say later, every attempt to every endpoint
 * sends these bytes.
 */
export async function finishEvent<Event extends StoredEvent>(
  pool: Pool,
  event: Event,
): Promise<Event> {
  if (event.finished) return event;
  const { event_id: id } = event;
  const own = await pool.query<{ data: string }>(FINISH, [id, dataOf(event)]);
  // Another worker may have been first.
  const kept = own.rows[0] ?? (await pool.query<{ data: string }>(READ, [id])).rows[0];
  if (kept === undefined) throw new Error(`the event ${id} is gone`);
  return { ...event, data: kept.data, finished: true };
}
