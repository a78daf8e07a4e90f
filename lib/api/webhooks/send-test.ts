import type { GateUrls } from '#lib/api/owner';
import { toIso } from '#lib/api/sessions/view';
import type { Call } from '#lib/gate/call';
import type { Effect } from '#lib/gate/writer/effect';
import { lineOf } from '#lib/gate/writer/statement';
import { isId, newId } from '#lib/ids';
import { TEST_EVENT, testData } from '#lib/webhooks/events';
import { addressLabel } from '#lib/webhooks/label';
import { audited, auditField, lockedKind } from './audited.ts';
import { refuseWebhook } from './find.ts';
import { toWebhook } from './row.ts';

const store = audited(
  'insert_webhook_tests',
  `INSERT INTO webhook_deliveries (id, endpoint_id, event_id, next_attempt_at, created_at)
   SELECT f[3], f[2], made.id, $2::timestamptz, $2::timestamptz
   FROM given JOIN made ON made.id = f[4] RETURNING endpoint_id AS id`,
);
const insert = {
  name: store.name,
  text: store.text.replace(
    ', changed AS',
    `, made AS (
      INSERT INTO webhook_events (id, organization_id, environment, type, data, created_at)
      SELECT f[4], f[5], f[6]::environment, '${TEST_EVENT}', f[7]::json, $2::timestamptz FROM given RETURNING id
    ), changed AS`,
  ),
};

/** The write of `POST /v1/webhooks/{id}/test`: a test event on its way to this endpoint alone. */
export function sendTest(call: Call, urls: GateUrls): Effect {
  const id = call.params.id ?? '';
  const [deliveryId, eventId] = [newId('whd'), newId('evt')];
  return {
    kind: lockedKind(insert),
    target: isId('wh', id) ? id : null,
    obstacle(row) {
      const webhook = toWebhook(row);
      const refusal = refuseWebhook(webhook, call.snapshot.key, urls);
      if (refusal !== null || webhook?.enabled === true) return refusal;
      return { code: 'invalid_request', message: 'The webhook is disabled. Enable it first.' };
    },
    perform(row, now) {
      const webhook = toWebhook(row);
      if (webhook === undefined) throw new Error(`webhook ${id} was not loaded`);
      const label = addressLabel(webhook.url);
      const note = auditField(call, { action: 'test', webhookId: id, label, after: {} });
      const data = JSON.stringify(testData(id));
      const place = [webhook.organization_id, webhook.environment];
      return {
        status: 201,
        kept: `${deliveryId} ${eventId} ${now}`,
        row: lineOf([note, id, deliveryId, eventId, ...place, data]),
        voiceSessionId: null,
      };
    },
    answer(kept) {
      const [whd, evt, now] = kept.split(' ');
      return JSON.stringify({
        id: whd,
        object: 'webhook_delivery',
        webhook_id: id,
        event_id: evt,
        type: TEST_EVENT,
        status: 'pending',
        created_at: toIso(Number(now)),
      });
    },
  };
}
