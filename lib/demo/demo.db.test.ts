import { beforeAll, expect, test } from 'vitest';
import { listAlerts } from '#lib/alerts/list-alerts';
import { drainSignals, syncLevels } from '#lib/alerts/signals';
import { createPool } from '#lib/db/pool';
import { db } from '#lib/db/prisma';
import { transaction } from '#lib/db/transaction';
import { showOverview } from '#lib/overview/show';
import type { WebhookEventType } from '#lib/webhooks/events';
import { webhookPayloads } from '#lib/webhooks/payloads';
import { ownerPool } from '#test/database';
import { everyRow } from '#test/tables';
import { asOperator, dataOf, makeTenant } from '#test/tenant';
import { type LoadedDemo, loadDemo } from './load.ts';
import { makeDemoOrganization } from './organization.ts';
import { removeDemos } from './remove.ts';
import { callsOf, storyOf } from './traffic.ts';

let demo: LoadedDemo;
let other: string;

beforeAll(async () => {
  other = (await makeTenant('Real')).organizationId;
  demo = await loadDemo();
}, 180_000);

async function one<Row>(sql: string, values: unknown[] = [demo.id]): Promise<Row> {
  const { rows } = await ownerPool().query(sql, values);
  return rows[0];
}

test('90 days of calls are in the minutes, the last 30 of them in the log', async () => {
  const minutes = await one<{ calls: number; days: number }>(
    `SELECT sum(requests)::int AS calls,
       count(DISTINCT start::date) FILTER (WHERE start < date_trunc('day', $2::timestamptz, 'UTC'))::int AS days
     FROM records.usage_minutes WHERE organization_id = $1`,
    [demo.id, new Date(demo.now)],
  );
  // Soon after midnight the 90th day has no call yet.
  expect(minutes).toEqual({ calls: demo.calls, days: 89 });
  expect(demo.calls).toBeGreaterThan(150_000);
  const logged = await one<{ log: number; counted: number; hours: number; rolled: number }>(
    `WITH since AS (SELECT min(at)::date AS day FROM records.requests WHERE organization_id = $1)
     SELECT (SELECT count(*)::int FROM records.requests WHERE organization_id = $1) AS log,
       (SELECT sum(requests)::int FROM records.usage_minutes, since WHERE organization_id = $1 AND start >= day) AS counted,
       (SELECT sum(requests)::int FROM records.usage_hours WHERE organization_id = $1) AS hours,
       (SELECT sum(m.requests)::int FROM records.usage_minutes m, records.progress
         WHERE organization_id = $1 AND start < hours_until) AS rolled`,
  );
  expect(logged.log).toBe(logged.counted);
  expect(logged.log).toBeGreaterThan(40_000);
  expect(logged.hours).toBe(logged.rolled);
});

test('the ledger adds up, and each charged call is in it', async () => {
  const ledger = await one<Record<string, number>>(
    `SELECT a.balance, sum(e.amount)::int AS sum, count(*)::int AS entries, max(e.sequence)::int AS last,
       min(e.balance_after) FILTER (WHERE e.kind = 'debit') AS lowest, count(*) FILTER (WHERE e.kind = 'purchase')::int AS purchases,
       count(*) FILTER (WHERE e.kind = 'included_grant')::int AS grants
     FROM credit_accounts a JOIN credit_entries e ON e.account_id = a.id
     WHERE a.organization_id = $1 AND a.environment = 'live' GROUP BY a.balance`,
  );
  expect(ledger.sum).toBe(ledger.balance);
  expect(ledger.last).toBe(ledger.entries);
  expect(ledger.lowest).toBeLessThan(300);
  expect(ledger.purchases).toBeGreaterThan(0);
  expect(ledger.grants).toBeGreaterThanOrEqual(3);
  const charged = await one<{ log: number; ledger: number }>(
    `SELECT (SELECT count(*)::int FROM records.requests WHERE organization_id = $1 AND credits_charged = 1) AS log,
       (SELECT count(*)::int FROM credit_entries e JOIN records.requests r ON r.id = e.request_id
         WHERE r.organization_id = $1) AS ledger`,
  );
  expect(charged.ledger).toBe(charged.log);
});

test('there is a spike with 429, an outage with 503, and keys for every kind of attention', async () => {
  const codes = await ownerPool().query<{ code: string }>(
    'SELECT DISTINCT code FROM records.usage_minutes WHERE organization_id = $1',
    [demo.id],
  );
  expect(codes.rows.map(({ code }) => code)).toEqual(
    expect.arrayContaining([
      '',
      'rate_limit_exceeded',
      'service_unavailable',
      'insufficient_permissions',
      'invalid_request',
    ]),
  );
  // The spike fills the organization's window, and its keys have to share.
  const spike = await one<{ refused: number; keys: number }>(
    `SELECT sum(requests)::int AS refused, count(DISTINCT key_id)::int AS keys FROM records.usage_minutes
     WHERE organization_id = $1 AND code = 'rate_limit_exceeded' AND key_limit = 0`,
  );
  expect(spike.refused).toBeGreaterThan(100);
  expect(spike.keys).toBeGreaterThan(2);
  const ctx = asOperator(demo.id);
  const seen = dataOf(await showOverview(ctx, { environment: 'live' }));
  for (const group of ['expiring', 'retiring', 'idle', 'overScoped', 'withoutExpiry'] as const) {
    expect(seen[group].count, group).toBeGreaterThan(0);
  }
});

test('the rules have raised alerts about what happened, and all of them are over', async () => {
  const { rows } = await ownerPool().query<{ kind: string; fired_at: Date; resolved_at: Date }>(
    'SELECT kind, fired_at, resolved_at FROM alerts WHERE organization_id = $1',
    [demo.id],
  );
  expect(rows.some(({ kind }) => kind === 'credits_low')).toBe(true);
  for (const { fired_at, resolved_at } of rows) expect(resolved_at > fired_at).toBe(true);
  const { spike } = storyOf(demo.now);
  const pressed = rows.filter(({ kind }) => kind === 'rate_limit_pressure');
  expect(
    pressed.some(({ fired_at }) => +fired_at > spike.from && +fired_at <= spike.to + 60_000),
  ).toBe(true);
  const past = { environment: 'live', state: 'resolved' } as const;
  const { items } = dataOf(await listAlerts(asOperator(demo.id), past));
  expect(items).toHaveLength(Math.min(rows.length, 25));
});

test('what is invented is told to nobody', async () => {
  const told = await one<{ signals: number; channels: number; deliveries: number }>(
    `SELECT (SELECT count(*)::int FROM alert_deliveries d JOIN alerts a ON a.id = d.alert_id
       WHERE a.organization_id = $1) AS deliveries, (SELECT count(*)::int FROM credit_signals s JOIN credit_accounts a ON a.id = s.account_id
       WHERE a.organization_id = $1) AS signals,
       (SELECT count(*)::int FROM alert_channels WHERE organization_id = $1 AND enabled) AS channels`,
  );
  expect(told).toEqual({ signals: 0, channels: 0, deliveries: 0 });
});

test('an endpoint that is off was told of what happened, in the documented shapes', async () => {
  const { rows } = await ownerPool().query<{
    type: WebhookEventType;
    data: object;
    attempts: number;
  }>(
    `SELECT v.type, v.data, (SELECT count(*)::int FROM webhook_attempts t WHERE t.delivery_id = d.id) AS attempts
     FROM webhook_events v JOIN webhook_deliveries d ON d.event_id = v.id JOIN webhook_endpoints e ON e.id = d.endpoint_id
     WHERE v.organization_id = $1 AND NOT e.enabled AND d.status = 'succeeded'`,
    [demo.id],
  );
  for (const { type, data } of rows) webhookPayloads[type].parse(data);
  expect(rows.find(({ type }) => type === 'api_key.rotated')?.attempts).toBe(2);
  const waiting = await one<{ count: number }>(
    `SELECT count(*)::int FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id
     WHERE v.organization_id = $1 AND d.status <> 'succeeded'`,
  );
  expect(waiting.count).toBe(0);
});

test('the same minute brings the same calls, on working days more than at weekends', () => {
  const now = Date.UTC(2026, 10, 24, 12);
  const minute = Date.UTC(2026, 10, 18, 10);
  expect(callsOf(minute, now)).toEqual(callsOf(minute, now));
  const hour = (start: number) =>
    Array.from({ length: 60 }, (_, i) => callsOf(start + i * 60_000, now).length).reduce(
      (sum, calls) => sum + calls,
    );
  expect(hour(minute)).toBeGreaterThan(2 * hour(Date.UTC(2026, 10, 22, 10)));
  expect(hour(storyOf(now).spike.from)).toBeGreaterThan(4 * hour(minute));
});

test('it leaves without a trace, and takes nothing else with it', async () => {
  const before = (await everyRow()).filter(({ text }) => text.includes(other)).length;
  const entry =
    'DELETE FROM credit_entries WHERE account_id = (SELECT id FROM credit_accounts LIMIT 1)';
  await expect(db().$executeRawUnsafe(entry)).rejects.toThrow('permission denied');
  await expect(
    ownerPool().query(
      'DELETE FROM credit_entries WHERE account_id IN (SELECT id FROM credit_accounts WHERE organization_id = $1)',
      [other],
    ),
  ).rejects.toThrow('append-only');
  await expect(
    ownerPool().query('UPDATE organizations SET demo = true WHERE id = $1', [other]),
  ).rejects.toThrow('does not become a demo');
  expect(await removeDemos()).toBe(1);
  const rows = await everyRow();
  expect(rows.filter(({ text }) => text.includes(demo.id) || text.includes(demo.ownerId))).toEqual(
    [],
  );
  expect(rows.filter(({ text }) => text.includes(other))).toHaveLength(before);
  for (const table of ['requests', 'usage_minutes', 'usage_hours', 'usage_days', 'callers']) {
    const left = await one<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM records.${table} WHERE organization_id = $1`,
    );
    expect(left.rows, table).toBe(0);
  }
  expect(await removeDemos()).toBe(0);
});

test('a worker that looks while it is loaded raises no alert about what is not there yet', async () => {
  const pool = createPool({ max: 2, name: 'test' });
  try {
    const made = await transaction(pool, (client) => makeDemoOrganization(client, demo.now));
    await syncLevels(pool);
    await drainSignals(pool);
    expect(await db().alert.count({ where: { organizationId: made.id } })).toBe(0);
    expect(await removeDemos()).toBe(1);
  } finally {
    await pool.end();
  }
});
