import type { PoolClient } from 'pg';
import type { Outcome } from '#lib/alerts/decide/outcome';
import type { AlertDeliveryEvent } from '#lib/db/generated/enums';
import { newId } from '#lib/ids';

/** Where an outcome belongs: a rule, what it is about, and the alert that was seen open, if any. */
export type Target = {
  readonly ruleId: string;
  readonly organizationId: string;
  /** A key's id, or empty for the environment as a whole. */
  readonly subject: string;
  readonly open: { readonly id: string; readonly stage: number } | null;
};

const FIRE = `
  INSERT INTO alerts (id, rule_id, organization_id, environment, kind, subject, stage, evidence, fired_at)
  SELECT $1, r.id, r.organization_id, r.environment, r.kind, $3, $4, $5, clock_timestamp()
  FROM alert_rules r WHERE r.id = $2 AND r.enabled
  ON CONFLICT (rule_id, subject) WHERE resolved_at IS NULL DO NOTHING`;
const STAGE = `UPDATE alerts SET stage = $2, evidence = $3
  WHERE id = $1 AND stage = $4 AND resolved_at IS NULL`;
const RENEW = 'UPDATE alerts SET evidence = $2 WHERE id = $1 AND resolved_at IS NULL';
const RESOLVE = `UPDATE alerts SET resolution = $2, resolved_at = clock_timestamp()
  WHERE id = $1 AND resolved_at IS NULL`;

/**
 * The rule's channels, but for webhook endpoints of the other environment; the end of an alert is told only
 * where its beginning was.
 */
const CHANNELS = `
  SELECT c.id FROM alert_rules r JOIN alert_channels c ON c.organization_id = r.organization_id
    AND (cardinality(r.channel_ids) = 0 OR c.id = ANY (r.channel_ids))
    AND NOT EXISTS (SELECT FROM webhook_endpoints e WHERE e.id = c.endpoint_id AND e.environment <> r.environment)
  WHERE r.id = $1 AND c.enabled AND (r.snoozed_until IS NULL OR r.snoozed_until <= clock_timestamp())
    AND ($3::text <> 'resolved' OR EXISTS (
      SELECT FROM alert_deliveries d WHERE d.alert_id = $2 AND d.channel_id = c.id))
  ORDER BY c.id`;
const DELIVER = `
  INSERT INTO alert_deliveries (id, channel_id, alert_id, event, stage, next_attempt_at, created_at)
  SELECT x.id, x.channel_id, $1, $2::alert_delivery_event, $3, clock_timestamp(), clock_timestamp()
  FROM unnest($4::text[], $5::text[]) AS x (id, channel_id) ON CONFLICT DO NOTHING`;

/**
 * Writes an outcome and the deliveries that tell of it, inside the caller's transaction. What another
 * worker wrote before stays as it is.
 * @param at when it was seen, which its words tell however late they are read
 * @returns the id of the alert that changed, or null when nothing did.
 */
export async function applyOutcome(
  client: PoolClient,
  target: Target,
  outcome: Outcome,
  at: Date,
): Promise<string | null> {
  switch (outcome.do) {
    case 'nothing':
      return null;
    case 'fire': {
      const id = newId('alt');
      const { stage } = outcome;
      const values = [id, target.ruleId, target.subject, stage, dated(outcome, at)];
      return changed(client, { text: FIRE, values }, { id, target, event: 'firing', stage: 0 });
    }
    case 'renew':
      await client.query(RENEW, [target.open?.id, dated(outcome, at)]);
      return target.open?.id ?? null;
    default:
      return target.open === null
        ? null
        : applyToOpen(client, { target, open: target.open, at }, outcome);
  }
}

function dated({ evidence }: { readonly evidence: object }, at: Date): object {
  return { ...evidence, at: at.toISOString() };
}

function applyToOpen(
  client: PoolClient,
  { target, open, at }: { target: Target; open: NonNullable<Target['open']>; at: Date },
  outcome: Extract<Outcome, { do: 'stage' | 'resolve' }>,
): Promise<string | null> {
  const { id } = open;
  if (outcome.do === 'resolve') {
    const values = [id, outcome.resolution];
    return changed(client, { text: RESOLVE, values }, { id, target, event: 'resolved', stage: 0 });
  }
  const { stage } = outcome;
  const values = [id, stage, dated(outcome, at), open.stage];
  return changed(client, { text: STAGE, values }, { id, target, event: 'reminder', stage });
}

type News = {
  readonly id: string;
  readonly target: Target;
  readonly event: AlertDeliveryEvent;
  readonly stage: number;
};

async function changed(
  client: PoolClient,
  change: { readonly text: string; readonly values: unknown[] },
  news: News,
): Promise<string | null> {
  const { rowCount } = await client.query(change);
  if (rowCount !== 1) return null;
  const { id, target, event, stage } = news;
  const { rows } = await client.query<{ id: string }>(CHANNELS, [target.ruleId, id, event]);
  const channels = rows.map((row) => row.id);
  const ids = channels.map(() => newId('adl'));
  await client.query(DELIVER, [id, event, stage, ids, channels]);
  return id;
}
