import type { Call } from '#lib/gate/call';
import type { EffectKind, Statement } from '#lib/gate/writer/effect';
import { lines } from '#lib/gate/writer/statement';
import { newId } from '#lib/ids';
import { lockWebhooks } from './row.ts';

/** A change as the audit log tells it; never a secret. */
export type AuditNote = {
  readonly action: 'create' | 'update' | 'remove' | 'rotate_secret' | 'test';
  readonly webhookId: string;
  /** The endpoint's host, or what else people know it by. */
  readonly label: string;
  readonly after: Readonly<Record<string, unknown>>;
};

/** The first field of each row of an audited statement: the audit event, as JSON. */
export function auditField(
  call: Pick<Call, 'snapshot' | 'requestId' | 'ip'>,
  note: AuditNote,
): string {
  const { key } = call.snapshot;
  return JSON.stringify({
    id: newId('aud'),
    organization: key.organizationId,
    key: key.id,
    name: key.name,
    request: call.requestId,
    ip: call.ip,
    action: `webhook.${note.action}`,
    target: note.webhookId,
    label: note.label,
    after: note.after,
  });
}

/**
 * A statement that changes endpoints and writes their audit events. `change` reads its rows from `given`,
 * whose fields `f` begin with the audit event, and returns `id`; the time is `$2::timestamptz`.
 */
export function audited(name: string, change: string): Statement {
  return {
    name,
    text: `
    WITH given AS (SELECT f FROM ${lines}), changed AS (${change})
    INSERT INTO audit_events (id, organization_id, actor_kind, actor_id, actor_label, action, target_id, target_label,
      after, ip, request_id, created_at)
    SELECT a->>'id', a->>'organization', 'api_key', a->>'key', a->>'name', a->>'action', a->>'target', a->>'label',
      a->'after', a->>'ip', a->>'request', $2::timestamptz
    FROM given CROSS JOIN LATERAL (SELECT f[1]::jsonb AS a) audit JOIN changed ON changed.id = a->>'target'`,
  };
}

/**
 * A kind for a single call: two calls about the same endpoint that share a transaction are then stored one
 * after the other, where one statement for both would lose one.
 */
export function lockedKind(store: Statement): EffectKind {
  return { load: lockWebhooks, store };
}
