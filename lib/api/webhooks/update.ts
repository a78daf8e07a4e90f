import type { GateUrls } from '#lib/api/owner';
import type { Call } from '#lib/gate/call';
import type { Effect } from '#lib/gate/writer/effect';
import { lineOf } from '#lib/gate/writer/statement';
import { isId } from '#lib/ids';
import { parseAddress } from '#lib/outbound/address';
import { addressLabel } from '#lib/webhooks/label';
import { audited, auditField, lockedKind } from './audited.ts';
import type { UpdateWebhookBody } from './body.ts';
import { refuseWebhook } from './find.ts';
import { toWebhook, type WebhookRow } from './row.ts';
import { webhookView } from './view.ts';

// Empty JSON members leave a column as it is. Whoever switches an endpoint on gives it five days anew.
const update = audited(
  'update_webhooks',
  `UPDATE webhook_endpoints e SET updated_at = $2::timestamptz,
     url = coalesce(c->>'url', url), description = coalesce(c->>'description', description),
     events = CASE WHEN c ? 'events' THEN ARRAY(SELECT jsonb_array_elements_text(c->'events')) ELSE events END,
     enabled = coalesce((c->>'enabled')::boolean, enabled),
     disabled_reason = CASE (c->>'enabled')::boolean WHEN true THEN NULL WHEN false THEN coalesce(disabled_reason, 'owner')
       ELSE disabled_reason END,
     disabled_at = CASE (c->>'enabled')::boolean WHEN true THEN NULL WHEN false THEN coalesce(disabled_at, $2::timestamptz)
       ELSE disabled_at END,
     failing_since = CASE WHEN (c->>'enabled')::boolean AND NOT enabled THEN NULL ELSE failing_since END
   FROM given CROSS JOIN LATERAL (SELECT f[3]::jsonb AS c) changes
   WHERE e.id = f[2] AND e.deleted_at IS NULL RETURNING e.id`,
);

/** The write of `PATCH /v1/webhooks/{id}`. */
export function updateWebhook(call: Call<UpdateWebhookBody>, urls: GateUrls): Effect {
  const id = call.params.id ?? '';
  return {
    kind: lockedKind(update),
    target: isId('wh', id) ? id : null,
    obstacle: (row) => refuseWebhook(toWebhook(row), call.snapshot.key, urls),
    perform(row) {
      const before = toWebhook(row);
      if (before === undefined) throw new Error(`webhook ${id} was not loaded`);
      const changes = changesOf(call.body);
      const after = changed(before, changes);
      const label = addressLabel(after.url);
      const note = auditField(call, { action: 'update', webhookId: id, label, after: changes });
      return {
        status: 200,
        kept: JSON.stringify(webhookView(after)),
        row: lineOf([note, id, JSON.stringify(changes)]),
        voiceSessionId: null,
      };
    },
    answer: (kept) => kept,
  };
}

type Changes = Partial<Pick<WebhookRow, 'url' | 'description' | 'events' | 'enabled'>>;

function changesOf({ url, events, description, enabled }: UpdateWebhookBody): Changes {
  return {
    ...(url !== undefined && { url: parseAddress(url)?.href ?? '' }),
    ...(events !== undefined && { events }),
    ...(description !== undefined && { description }),
    ...(enabled !== undefined && { enabled }),
  };
}

function changed(before: WebhookRow, changes: Changes): WebhookRow {
  const after = { ...before, ...changes };
  const reason = after.enabled ? null : (before.disabled_reason ?? 'owner');
  return { ...after, disabled_reason: reason };
}
