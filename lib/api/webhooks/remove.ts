import type { GateUrls } from '#lib/api/owner';
import type { Call } from '#lib/gate/call';
import type { Effect } from '#lib/gate/writer/effect';
import { lineOf } from '#lib/gate/writer/statement';
import { isId } from '#lib/ids';
import { addressLabel } from '#lib/webhooks/label';
import { audited, auditField, lockedKind } from './audited.ts';
import { refuseWebhook } from './find.ts';
import { toWebhook } from './row.ts';

const remove = audited(
  'remove_webhooks',
  `UPDATE webhook_endpoints e SET deleted_at = $2::timestamptz, updated_at = $2::timestamptz, enabled = false,
     disabled_reason = coalesce(disabled_reason, 'owner'), sealed_secret = '', previous_sealed_secret = NULL,
     previous_ends_at = NULL
   FROM given WHERE e.id = f[2] AND e.deleted_at IS NULL RETURNING e.id`,
);

/** The write of `DELETE /v1/webhooks/{id}`: nothing is sent any more, its secrets are gone. */
export function removeWebhook(call: Call, urls: GateUrls): Effect {
  const id = call.params.id ?? '';
  return {
    kind: lockedKind(remove),
    target: isId('wh', id) ? id : null,
    obstacle: (row) => refuseWebhook(toWebhook(row), call.snapshot.key, urls),
    perform(row) {
      const webhook = toWebhook(row);
      if (webhook === undefined) throw new Error(`webhook ${id} was not loaded`);
      const label = addressLabel(webhook.url);
      const note = auditField(call, { action: 'remove', webhookId: id, label, after: {} });
      return { status: 204, kept: '', row: lineOf([note, id]), voiceSessionId: null };
    },
    answer: () => '',
  };
}
