import type { GateUrls } from '#lib/api/owner';
import { toIso } from '#lib/api/sessions/view';
import type { Call } from '#lib/gate/call';
import type { Effect } from '#lib/gate/writer/effect';
import { lineOf } from '#lib/gate/writer/statement';
import { isId } from '#lib/ids';
import { seal } from '#lib/seal';
import { SECRET_OVERLAP_HOURS } from '#lib/webhooks/fields';
import { addressLabel } from '#lib/webhooks/label';
import { newSecretSource, secretOf } from '#lib/webhooks/secret';
import { audited, auditField, lockedKind } from './audited.ts';
import { refuseWebhook } from './find.ts';
import { toWebhook } from './row.ts';
import { webhookView } from './view.ts';

const rotate = audited(
  'rotate_webhook_secrets',
  `UPDATE webhook_endpoints e SET previous_sealed_secret = sealed_secret, sealed_secret = decode(f[3], 'hex'),
     previous_ends_at = $2::timestamptz + interval '${SECRET_OVERLAP_HOURS} hours', updated_at = $2::timestamptz
   FROM given WHERE e.id = f[2] AND e.deleted_at IS NULL RETURNING e.id`,
);

/** The write of `POST /v1/webhooks/{id}/rotate_secret`. Kept is what the new secret is derived from. */
export function rotateSecret(call: Call, urls: GateUrls): Effect {
  const id = call.params.id ?? '';
  const source = newSecretSource();
  return {
    kind: lockedKind(rotate),
    target: isId('wh', id) ? id : null,
    obstacle: (row) => refuseWebhook(toWebhook(row), call.snapshot.key, urls),
    perform(row, now) {
      const webhook = toWebhook(row);
      if (webhook === undefined) throw new Error(`webhook ${id} was not loaded`);
      const view = JSON.stringify(webhookView(webhook));
      const label = addressLabel(webhook.url);
      const note = auditField(call, { action: 'rotate_secret', webhookId: id, label, after: {} });
      return {
        status: 200,
        kept: `${now} ${source.pepperVersion} ${source.nonce} ${view}`,
        row: lineOf([note, id, seal(secretOf(id, source)).toString('hex')]),
        voiceSessionId: null,
      };
    },
    answer(kept) {
      const [now, version, nonce = ''] = kept.split(' ', 3);
      const view = JSON.parse(kept.slice(kept.indexOf('{')));
      const secret = secretOf(id, { pepperVersion: Number(version), nonce });
      const end = Number(now) + SECRET_OVERLAP_HOURS * 3_600_000;
      return JSON.stringify({ ...view, secret, previous_secret_expires_at: toIso(end) });
    },
  };
}
