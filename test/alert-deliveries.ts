import { ownerPool } from '#test/database';

/** Puts a delivery of an alert, or of a test without one, that is due now; its id. */
export async function addDue(
  channelId: string,
  alertId: string | null,
  event = alertId === null ? 'test' : 'firing',
): Promise<string> {
  const id = `adl_${Math.random()}`;
  await ownerPool().query(
    `INSERT INTO alert_deliveries (id, alert_id, channel_id, event) VALUES ($1, $2, $3, $4::alert_delivery_event)`,
    [id, alertId, channelId, event],
  );
  return id;
}

/** How a delivery stands; `minutes` until its next attempt. */
export async function deliveryState(id: string) {
  const { rows } = await ownerPool().query(
    `SELECT status, attempts, last_error AS note,
       round(extract(epoch FROM next_attempt_at - now()) / 60)::int AS minutes FROM alert_deliveries WHERE id = $1`,
    [id],
  );
  return rows[0];
}

/** Makes every delivery due. */
export const makeDue = () =>
  ownerPool().query(`UPDATE alert_deliveries SET next_attempt_at = now() - interval '1 second'`);
