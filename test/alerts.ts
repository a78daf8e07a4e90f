import type { EvidenceOf } from '#lib/alerts/evidence';
import type { AlertKind } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';

type Minute = {
  /** Minutes ago that it began; one that is under way has 0. */
  ago: number;
  key: string;
  requests?: number;
  credits?: number;
  status?: number;
  code?: string;
  peak?: number;
  limit?: number;
  keyPeak?: number;
  keyLimit?: number;
};

const moment = '2026-12-24T00:00:00.000Z';

/** What an alert of each kind may have seen. */
export const seenSamples: { readonly [Kind in AlertKind]: EvidenceOf<Kind> } = {
  credits_low: { balance: 9, border: 10, perPeriod: 100, measure: 'percent', hoursLeft: null },
  credits_exhausted: { balance: 0 },
  rate_limit_pressure: {
    ...{ percent: 90, peak: 54, limit: 60, minutes: 3, within: 10, border: 80 },
    busiestKey: { id: 'key_1', name: 'Backend' },
  },
  refused_calls: {
    ...{ refused: 60, calls: 100, percent: 60, within: 10, busiestKey: null },
    codes: [{ code: 'api_key_revoked', calls: 60 }],
  },
  unusual_activity: {
    signs: [
      {
        sign: 'new_caller',
        ...{ ip: '203.0.113.9', client: 'curl/8.5.0', newAddress: true, newClient: false },
        at: moment,
      },
      { sign: 'woke', idleDays: 99, at: moment },
      { sign: 'burst', calls: 110, usualPerHour: 4.5, at: moment },
    ],
    lastAt: moment,
  },
  key_expiring: { daysLeft: 30, expiresAt: moment },
};

/** A live rule of a kind and an alert of it that fires now, told by nobody; off, as for `makeFiringAlert`. */
export async function fireAlert(
  organizationId: string,
  kind: AlertKind,
  { subject = '', enabled = true }: { subject?: string; enabled?: boolean } = {},
): Promise<{ ruleId: string; alertId: string }> {
  const [ruleId, alertId] = [newId('arl'), newId('alt')];
  const place = { organizationId, environment: 'live', kind } as const;
  await db().alertRule.create({
    data: { ...place, id: ruleId, name: ruleId, enabled, settings: {} },
  });
  const evidence = seenSamples[kind];
  await db().alert.create({ data: { ...place, id: alertId, ruleId, subject, evidence } });
  return { ruleId, alertId };
}

/** An organization with the rules that every one begins with, told by nobody but its mail channel. */
export async function watchOrganization(organizationId: string): Promise<void> {
  await ownerPool().query('SELECT add_first_alert_rules($1)', [organizationId]);
}

/** Calls as the gates record them, in minutes or, older than the rolled-up ones, in hours. */
export async function recordCalls(
  place: { organizationId: string; environment?: 'live' | 'test' },
  minutes: readonly Minute[],
  table: 'usage_minutes' | 'usage_hours' | 'usage_days' = 'usage_minutes',
): Promise<void> {
  const unit = { usage_minutes: 'minute', usage_hours: 'hour', usage_days: 'day' }[table];
  for (const minute of minutes) {
    await ownerPool().query(
      `INSERT INTO records.${table} (start, organization_id, environment, key_id, route, status, code, requests,
         credits, replays, latency, peak, peak_limit, key_peak, key_limit)
       VALUES (date_trunc('${unit}', now() - make_interval(mins => $1), 'UTC'), $2, $3::environment, $4,
         'GET /v1/me', $5, $6, $7, $8, 0, '{}', $9, $10, $11, $12)
       ON CONFLICT (organization_id, environment, start, key_id, route, status, code)
         DO UPDATE SET requests = ${table}.requests + excluded.requests,
           credits = ${table}.credits + excluded.credits`,
      [
        minute.ago,
        place.organizationId,
        place.environment ?? 'live',
        minute.key,
        minute.status ?? 200,
        minute.code ?? '',
        minute.requests ?? 1,
        minute.credits ?? 0,
        minute.peak ?? 0,
        minute.limit ?? 0,
        minute.keyPeak ?? 0,
        minute.keyLimit ?? 0,
      ],
    );
  }
}

/** Moves all that was recorded of an environment into the past, as if that much time had gone by. */
export async function letTimePass(organizationId: string, interval: string): Promise<void> {
  for (const table of ['usage_minutes', 'usage_hours']) {
    // By way of a far past, since rows may not take each other's places on their way.
    for (const step of [`${interval} 10000 days`, '-10000 days']) {
      await ownerPool().query(
        `UPDATE records.${table} SET start = start - $2::interval WHERE organization_id = $1`,
        [organizationId, step],
      );
    }
  }
}

/** A place for minutes of any day. */
export async function makePartition(): Promise<void> {
  await ownerPool().query(
    'CREATE TABLE IF NOT EXISTS records.usage_minutes_any PARTITION OF records.usage_minutes DEFAULT',
  );
}

/** What was told of live alerts, oldest first, as `kind event stage status`. */
export async function toldOf(organizationId: string): Promise<string[]> {
  const { rows } = await ownerPool().query<{ told: string }>(
    `SELECT concat_ws(' ', t.kind, d.event, d.stage, d.status) AS told
     FROM alert_deliveries d JOIN alerts t ON t.id = d.alert_id
     WHERE t.organization_id = $1 AND t.environment = 'live' ORDER BY d.created_at, d.event, d.stage, d.id`,
    [organizationId],
  );
  return rows.map(({ told }) => told);
}

/** Live alerts of an organization, oldest first, as `kind subject` and, when it is over, why. */
export async function alertsOf(organizationId: string): Promise<string[]> {
  const { rows } = await ownerPool().query<{ alert: string }>(
    `SELECT concat_ws(' ', t.kind, NULLIF(t.subject, ''), t.resolution->>'why') AS alert
     FROM alerts t WHERE t.organization_id = $1 AND t.environment = 'live' ORDER BY t.fired_at, t.id`,
    [organizationId],
  );
  return rows.map(({ alert }) => alert);
}

/**
 * A live rule with a mail channel of its own, and an alert of it that fires and was told. With a worker at
 * work the rule must be off (`enabled: false`), since that would find that nothing is refused.
 */
export async function makeFiringAlert(
  organizationId: string,
  { enabled = true }: { enabled?: boolean } = {},
): Promise<{ ruleId: string; channelId: string; alertId: string }> {
  const [ruleId, channelId, alertId] = [newId('arl'), newId('ach'), newId('alt')];
  const place = { organizationId, environment: 'live', kind: 'refused_calls' } as const;
  await db().alertChannel.create({
    data: { id: channelId, organizationId, kind: 'email', name: channelId, recipients: [] },
  });
  const settings = { percent: 25, calls: 50, within: 10 };
  await db().alertRule.create({
    data: { ...place, id: ruleId, name: ruleId, enabled, settings, channelIds: [channelId] },
  });
  const evidence = {
    refused: 60,
    calls: 100,
    percent: 60,
    within: 10,
    codes: [],
    busiestKey: null,
  };
  await db().alert.create({
    data: {
      ...place,
      id: alertId,
      ruleId,
      evidence,
      deliveries: { create: { id: newId('adl'), channelId, event: 'firing', status: 'sent' } },
    },
  });
  return { ruleId, channelId, alertId };
}

/** A mail channel to an address of two days ago that nobody confirmed, whose link was sent two hours ago. */
export async function makeWaitingChannel(organizationId: string): Promise<string> {
  const id = newId('ach');
  const email = `${id.toLowerCase()}@example.com`;
  await db().alertChannel.create({
    data: { id, organizationId, kind: 'email', name: id, recipients: [email] },
  });
  await ownerPool().query(
    `INSERT INTO alert_recipients (organization_id, email, asked_at, created_at)
     VALUES ($1, $2, now() - interval '5 days', now() - interval '9 days')`,
    [organizationId, email],
  );
  return id;
}
