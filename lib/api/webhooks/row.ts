import type { Environment, WebhookDisabledReason } from '#lib/db/generated/enums';
import type { LoadedRow } from '#lib/gate/writer/effect';

/** An endpoint as the API's statements select it; times in epoch milliseconds. */
export type WebhookRow = {
  readonly id: string;
  readonly organization_id: string;
  readonly environment: Environment;
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  readonly disabled_reason: WebhookDisabledReason | null;
  readonly created_at: number;
};

/** The columns of a `WebhookRow`. */
export const webhookColumns = `id, organization_id, environment, url, description, events, enabled, disabled_reason,
  (extract(epoch FROM created_at) * 1000)::float8 AS created_at`;

/** The rows that effects change, locked; one that was removed is not there. */
export const lockWebhooks = {
  name: 'lock_webhooks',
  text: `SELECT ${webhookColumns} FROM webhook_endpoints
    WHERE id = ANY($1::text[]) AND deleted_at IS NULL ORDER BY id FOR UPDATE`,
};

/** A row that `lockWebhooks` selected. */
export function toWebhook(row: LoadedRow | undefined): WebhookRow | undefined {
  return row as WebhookRow | undefined;
}
