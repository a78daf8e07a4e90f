import type { Call } from '#lib/gate/call';
import type { Effect, EffectKind, LoadedRow } from '#lib/gate/writer/effect';
import { lineOf } from '#lib/gate/writer/statement';
import { newId } from '#lib/ids';
import { parseAddress } from '#lib/outbound/address';
import { seal } from '#lib/seal';
import { MOST_ENDPOINTS } from '#lib/webhooks/fields';
import { addressLabel } from '#lib/webhooks/label';
import { newSecretSource, secretOf } from '#lib/webhooks/secret';
import { audited, auditField } from './audited.ts';
import type { CreateWebhookBody } from './body.ts';
import type { WebhookRow } from './row.ts';
import { webhookView } from './view.ts';

type Counts = { readonly live: number; readonly test: number };

const count = (environment: keyof Counts) => `(SELECT count(*)::int FROM webhook_endpoints e
  WHERE e.organization_id = o.id AND e.environment = '${environment}' AND e.deleted_at IS NULL) AS ${environment}`;

/** Counted under the lock of the environment's credit account, as the portal does: no other is added meanwhile. */
const insert: EffectKind = {
  load: {
    name: 'count_webhooks',
    text: `SELECT o.id, ${count('live')}, ${count('test')} FROM organizations o WHERE o.id = ANY($1::text[]) ORDER BY o.id`,
  },
  store: audited(
    'insert_webhooks',
    `INSERT INTO webhook_endpoints (id, organization_id, environment, url, description, events, sealed_secret, created_at, updated_at)
     SELECT f[2], f[3], f[4]::environment, f[5], f[6], ARRAY(SELECT json_array_elements_text(f[7]::json)), decode(f[8], 'hex'),
       $2::timestamptz, $2::timestamptz FROM given RETURNING id`,
  ),
};

/**
 * The write of `POST /v1/webhooks`. Kept are id, time and what the secret is derived from; the request says
 * the rest.
 */
export function createWebhook(call: Call<CreateWebhookBody>): Effect {
  const { key } = call.snapshot;
  const id = newId('wh');
  const source = newSecretSource();
  return {
    kind: insert,
    target: key.organizationId,
    obstacle: (row) => {
      if (countOf(row, key.environment) < MOST_ENDPOINTS) return null;
      const message = `There are ${MOST_ENDPOINTS} webhooks at most in an environment. Remove one first.`;
      return { code: 'invalid_request', message };
    },
    perform: (row, now) => ({
      status: 201,
      kept: `${id} ${now} ${source.pepperVersion} ${source.nonce}`,
      row: toLine(call, newWebhook(call, id, now), secretOf(id, source)),
      voiceSessionId: null,
      // The next call of the batch counts this one.
      after: { ...row, [key.environment]: countOf(row, key.environment) + 1 },
    }),
    answer(kept) {
      const [keptId = '', now, version, nonce = ''] = kept.split(' ');
      const secret = secretOf(keptId, { pepperVersion: Number(version), nonce });
      return JSON.stringify({ ...webhookView(newWebhook(call, keptId, Number(now))), secret });
    },
  };
}

function countOf(row: LoadedRow | undefined, environment: keyof Counts): number {
  return (row as Counts | undefined)?.[environment] ?? 0;
}

function newWebhook(call: Call<CreateWebhookBody>, id: string, now: number): WebhookRow {
  const { key } = call.snapshot;
  return {
    id,
    organization_id: key.organizationId,
    environment: key.environment,
    url: parseAddress(call.body.url)?.href ?? '',
    description: call.body.description ?? '',
    events: call.body.events,
    enabled: true,
    disabled_reason: null,
    created_at: now,
  };
}

function toLine(call: Call, row: WebhookRow, secret: string): string {
  const { id, url, description, events } = row;
  const label = addressLabel(url);
  return lineOf([
    auditField(call, {
      action: 'create',
      webhookId: id,
      label,
      after: { url, description, events },
    }),
    id,
    row.organization_id,
    row.environment,
    url,
    description,
    JSON.stringify(events),
    seal(secret).toString('hex'),
  ]);
}
