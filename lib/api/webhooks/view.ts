import { toIso } from '#lib/api/sessions/view';
import type { WebhookRow } from './row.ts';

/** An endpoint as the API shows it. */
export function webhookView(row: WebhookRow) {
  return {
    id: row.id,
    object: 'webhook' as const,
    environment: row.environment,
    url: row.url,
    description: row.description,
    events: row.events,
    enabled: row.enabled,
    disabled_reason: row.disabled_reason,
    created_at: toIso(row.created_at),
  };
}
