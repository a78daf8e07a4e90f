import type { Pool } from 'pg';
import { clock } from '#lib/clock';
import { post } from '#lib/outbound/post';
import { unseal } from '#lib/seal';
import { envelopeOf, type StoredEvent } from './envelope.ts';
import { finishEvent } from './finish.ts';
import type { AttemptRecord } from './settle.ts';
import { signatureHeaders } from './sign.ts';

/** Source: the /v1 contract, "Webhooks". */
const ANSWER_WITHIN_MS = 30_000;

const FACTS = `
  SELECT d.id, d.attempts, d.endpoint_id, d.event_id, v.type, v.environment, v.data::text AS data, v.finished,
    v.created_at, e.organization_id, e.url, e.enabled, e.failing_since, e.sealed_secret,
    CASE WHEN e.previous_ends_at > clock_timestamp() THEN e.previous_sealed_secret END AS previous_secret
  FROM webhook_deliveries d
  JOIN webhook_events v ON v.id = d.event_id
  JOIN webhook_endpoints e ON e.id = d.endpoint_id
  WHERE d.id = $1 AND d.status = 'pending'`;

/** A delivery that is due, with all that one attempt needs. */
export type DueDelivery = StoredEvent & {
  readonly id: string;
  /** Attempts so far. */
  readonly attempts: number;
  readonly endpoint_id: string;
  readonly organization_id: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly failing_since: Date | null;
  readonly sealed_secret: Buffer;
  readonly previous_secret: Buffer | null;
};

/** A delivery as it is now; null when it is over or gone. */
export async function readDelivery(pool: Pool, id: string): Promise<DueDelivery | null> {
  const { rows } = await pool.query<DueDelivery>(FACTS, [id]);
  const [row] = rows;
  return row === undefined ? null : finishEvent(pool, row);
}

/** Posts a delivery's event once; what the other side does wrong is in the record, `detail` is the log's. */
export async function attemptDelivery(
  due: DueDelivery,
): Promise<AttemptRecord & { readonly detail: string }> {
  const at = new Date(clock.now());
  const startedAt = clock.elapsed();
  const body = envelopeOf(due);
  const secrets = [due.sealed_secret, due.previous_secret].flatMap((sealed) =>
    sealed === null ? [] : [unseal(sealed)],
  );
  const headers = signatureHeaders(due.event_id, body, secrets, at);
  const posted = await post(
    due.url,
    body,
    { 'content-type': 'application/json', ...headers },
    ANSWER_WITHIN_MS,
  );
  return {
    deliveryId: due.id,
    endpointId: due.endpoint_id,
    number: due.attempts + 1,
    at,
    duration: Math.round(clock.elapsed() - startedAt),
    ...(posted.ok
      ? { status: posted.answer.status, body: storable(posted.answer.body), error: '', detail: '' }
      : { status: null, body: '', error: posted.why, detail: posted.detail }),
  };
}

/** PostgreSQL's text holds no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
