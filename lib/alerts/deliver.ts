import type { Pool } from 'pg';
import type { AlertChannelKind, AlertDeliveryEvent } from '#lib/db/generated/enums';
import { env } from '#lib/env';
import { log } from '#lib/log';
import { handOver } from '#lib/webhooks/hand-over';
import type { Addressee } from './addressee.ts';
import type { Attempt, ChannelKind } from './channels/channel.ts';
import { email } from './channels/email.ts';
import { slack } from './channels/slack.ts';
import { webhook } from './channels/webhook.ts';
import { type MessageFacts, messageOf } from './message.ts';
import { addressesSql, askFirst, type Standing, standingSql } from './recipients.ts';
import { settleMail, takeMail } from './take-mail.ts';
import { withdrawalOf } from './withdrawal.ts';

const kinds: Readonly<Record<AlertChannelKind, ChannelKind>> = { email, slack, webhook };

/** Minutes until the next attempt, by the number of attempts so far; after the last one none follows. */
const PAUSES = [1, 5, 30, 120] as const;
const ATTEMPTS = PAUSES.length + 1;
const AT_ONCE = 10;

/**
 * Takes deliveries that are due, each for the pause until its next attempt, so that a worker that dies
 * while sending loses none. What tells of an alert goes to a webhook in order; mail has an order for each
 * address, so that nobody waits for others.
 */
const CLAIM = `
  WITH due AS (
    SELECT d.id FROM alert_deliveries d
    WHERE d.status = 'pending' AND d.next_attempt_at <= clock_timestamp() AND NOT EXISTS (
      SELECT FROM alert_deliveries e JOIN alert_channels c ON c.id = e.channel_id AND c.kind <> 'email'
      WHERE e.alert_id = d.alert_id AND e.channel_id = d.channel_id AND e.status = 'pending'
        AND (e.event < d.event OR (e.event = d.event AND e.created_at < d.created_at)))
    ORDER BY d.next_attempt_at, d.id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  )
  UPDATE alert_deliveries d SET attempts = d.attempts + 1,
    next_attempt_at = clock_timestamp() + make_interval(mins => (ARRAY[${PAUSES.join(', ')}])[LEAST(d.attempts + 1, ${PAUSES.length})])
  FROM due WHERE d.id = due.id RETURNING d.id, d.attempts`;

const factsSql = () => `
  SELECT d.id, d.attempts, d.event, d.stage, c.kind, c.name AS channel, c.enabled, c.sealed_url,
    c.endpoint_id, c.organization_id, o.name AS organization, o.status = 'active' AS active,
    ARRAY(SELECT jsonb_build_object('email', r.email, 'standing', ${standingSql('c.organization_id', 'r.email')})
      FROM unnest(${addressesSql('c')}) AS r (email) ORDER BY r.email) AS addresses,
    CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'kind', t.kind, 'environment', t.environment,
      'rule', r.name, 'keyName', k.name, 'evidence', t.evidence, 'resolution', t.resolution,
      'firedAt', to_char(t.fired_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'resolvedAt', to_char(t.resolved_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS alert
  FROM alert_deliveries d
  JOIN alert_channels c ON c.id = d.channel_id
  JOIN organizations o ON o.id = c.organization_id
  LEFT JOIN alerts t ON t.id = d.alert_id
  LEFT JOIN alert_rules r ON r.id = t.rule_id
  LEFT JOIN api_keys k ON k.id = t.subject AND k.organization_id = t.organization_id
  WHERE d.id = ANY ($1::text[]) ORDER BY d.id`;

const SETTLE = `UPDATE alert_deliveries SET last_error = $3, status = $2::alert_delivery_status,
    settled_at = CASE WHEN $2 <> 'pending' THEN clock_timestamp() END
  WHERE id = $1 AND status = 'pending' AND attempts = $4`;

/** A delivery of which some has to wait: that attempt does not count. */
const PUT_OFF = `UPDATE alert_deliveries SET last_error = $2, attempts = attempts - 1, next_attempt_at = $3
  WHERE id = $1 AND status = 'pending' AND attempts = $4`;

type Row = {
  id: string;
  attempts: number;
  event: AlertDeliveryEvent;
  stage: number;
  kind: AlertChannelKind;
  channel: string;
  enabled: boolean;
  sealed_url: Buffer | null;
  endpoint_id: string | null;
  organization_id: string;
  organization: string;
  active: boolean;
  addresses: { email: string; standing: Standing }[];
  alert: MessageFacts['alert'];
};

/** Sends what is due until nothing is. @returns how many attempts were made. */
export async function deliverDue(pool: Pool): Promise<number> {
  let attempts = 0;
  for (;;) {
    const claimed = (await pool.query<{ id: string }>(CLAIM)).rows.map(({ id }) => id);
    const { rows } = await pool.query<Row>(factsSql(), [claimed]);
    await Promise.all(rows.map((row) => deliver(pool, row)));
    attempts += rows.length;
    if (claimed.length === 0) return attempts;
  }
}

async function deliver(pool: Pool, row: Row): Promise<void> {
  const { ok, words, detail, until, ...why } = await attempt(pool, row);
  if (until !== undefined) {
    await pool.query(PUT_OFF, [row.id, words, until, row.attempts]);
    return;
  }
  // Whoever sends a test looks now, so it does not wait for somebody who may confirm.
  const nobody = why.nobody === true && row.event === 'test';
  const hopeless = why.hopeless === true || nobody;
  const over = ok || hopeless || row.attempts >= ATTEMPTS;
  const status = ok ? 'sent' : over ? 'failed' : 'pending';
  await pool.query(SETTLE, [row.id, status, words, row.attempts]);
  if (!ok) log().warn({ deliveryId: row.id, status, words, detail }, 'an alert was not delivered');
}

async function attempt(pool: Pool, row: Row): Promise<Attempt> {
  // One more than the last: a worker died in the middle of that one.
  if (row.attempts > ATTEMPTS)
    return { ok: false, words: 'Nobody knows how the last attempt went.' };
  const hopeless = true;
  if (!row.active) return { ok: false, words: 'The organization is not active.', hopeless };
  if (!row.enabled) return { ok: false, words: 'The channel was switched off.', hopeless };
  try {
    const those = (standing: Standing) => row.addresses.filter((one) => one.standing === standing);
    const waiting = those('waiting').map(({ email }) => email);
    if (waiting.length > 0) await askFirst(pool, row.organization_id, waiting);
    const message = messageOf(row, env().portalUrl);
    return await kinds[row.kind].send(message, {
      deliveryId: row.id,
      recipients: [...those('member'), ...those('confirmed')].map((one) =>
        addressee(pool, row, one),
      ),
      waiting: waiting.length,
      withdrawn: those('withdrawn').length,
      sealedUrl: row.sealed_url,
      handOver: () =>
        handOver(pool, {
          organizationId: row.organization_id,
          endpointId: row.endpoint_id,
          about: aboutOf(row),
          isTest: row.alert === null,
        }),
    });
  } catch (error) {
    log().error({ err: error, deliveryId: row.id }, 'delivery failed');
    return { ok: false, words: 'Something went wrong on our side.' };
  }
}

/** Somebody whom a delivery tells, once for all deliveries that tell the same. */
function addressee(pool: Pool, row: Row, { email, standing }: Row['addresses'][number]): Addressee {
  const { id: deliveryId, organization_id } = row;
  const about = aboutOf(row);
  return {
    email,
    ...(standing === 'confirmed' && { withdrawal: withdrawalOf(organization_id, email) }),
    take: () => takeMail(pool, { email, about, kind: 'alert', deliveryId }),
    settle: (sent) => settleMail(pool, { email, about }, sent),
  };
}

/** What a delivery tells; deliveries of several channels may tell the same. */
function aboutOf({ id, alert, event, stage }: Row): string {
  return alert === null ? `test ${id}` : `${alert.id} ${event} ${stage}`;
}
