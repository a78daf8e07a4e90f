import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Environment } from '#lib/db/generated/enums';
import { createPool } from '#lib/db/pool';
import { db } from '#lib/db/prisma';
import { transaction } from '#lib/db/transaction';
import { newId } from '#lib/ids';
import { removeEndpoint, switchEndpoint } from '#lib/webhooks/change';
import type { WebhookEventType } from '#lib/webhooks/events';
import { deliveryState, makeDue } from '#test/alert-deliveries';
import { seenSamples } from '#test/alerts';
import { ownerPool } from '#test/database';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { seedEndpoint } from '#test/webhooks';
import { applyOutcome } from './apply.ts';
import { closeAlerts } from './close-alerts.ts';
import { deliverDue } from './deliver.ts';
import { listChannels } from './list-channels.ts';
import { listDeliveries } from './list-deliveries.ts';
import { saveChannel } from './save-channel.ts';
import { saveRule } from './save-rule.ts';
import { testChannel } from './test-channel.ts';

let pool: Pool;
let tenant: Tenant;

beforeAll(() => {
  pool = createPool({ max: 8, name: 'test' });
});
afterAll(() => pool.end());
beforeEach(async () => {
  await ownerPool().query('DELETE FROM alert_deliveries');
  tenant = await makeTenant();
  await db().alertChannel.deleteMany({ where: { organizationId: tenant.organizationId } });
});

type Subscription = {
  url?: string;
  events?: readonly WebhookEventType[];
  environment?: Environment;
};

/** A webhook endpoint, by default one that asks for nothing that happens here. */
const endpointOf = ({ events = ['session.created'], ...rest }: Subscription = {}) =>
  seedEndpoint(tenant.organizationId, { events, ...rest });

let channels = 0;
const save = (endpointId: string, fields: object = {}) =>
  saveChannel(tenant.as('owner'), {
    ...{ kind: 'webhook', name: `Hook ${++channels}`, enabled: true, endpointId },
    ...fields,
  });
const channelTo = async (endpointId: string) => dataOf(await save(endpointId)).channelId;

async function ruleOf(kind: 'refused_calls' | 'key_expiring', environment: Environment = 'live') {
  const place = { organizationId: tenant.organizationId, environment, kind };
  return db().alertRule.create({ data: { ...place, id: newId('arl'), name: kind, settings: {} } });
}

type Rule = Awaited<ReturnType<typeof ruleOf>>;

/** Does what the watch does: writes an alert's step with the deliveries that tell of it. */
function apply(
  rule: Rule,
  alertId: string | null,
  outcome: Parameters<typeof applyOutcome>[2],
): Promise<string | null> {
  const { id: ruleId, organizationId } = rule;
  const open = alertId === null ? null : { id: alertId, stage: 0 };
  const target = { ruleId, organizationId, subject: '', open };
  return transaction(pool, (client) => applyOutcome(client, target, outcome, new Date()));
}

const fire = (rule: Rule) => {
  const kind = rule.kind as 'refused_calls' | 'key_expiring';
  return apply(rule, null, { do: 'fire', stage: 0, evidence: seenSamples[kind] });
};

/** What an endpoint was told, oldest first, as `type stage`. */
async function toldTo(endpointId: string): Promise<string[]> {
  const { rows } = await ownerPool().query<{ told: string }>(
    `SELECT concat_ws(' ', v.type, v.data->>'stage', v.data->>'resolution') AS told FROM webhook_deliveries d
     JOIN webhook_events v ON v.id = d.event_id WHERE d.endpoint_id = $1 ORDER BY v.created_at, v.id, d.id`,
    [endpointId],
  );
  return rows.map(({ told }) => told);
}

const notes = async (environment: Environment = 'live') =>
  dataOf(await listDeliveries(tenant.as('owner'), { environment, limit: 25 })).items.map(
    ({ event, status, note }) => `${event} ${status} ${note}`,
  );

const HANDED = 'Handed to the endpoint, whose deliveries say how it went.';

test('each step of an alert reaches an endpoint that asked for none of it', async () => {
  const { id } = await endpointOf();
  await channelTo(id);
  const rule = await ruleOf('key_expiring');
  const alertId = await fire(rule);
  await apply(rule, alertId, { do: 'stage', stage: 1, evidence: seenSamples.key_expiring });
  await db().$transaction((tx) => closeAlerts(tx, rule, 'rule_off'));
  await deliverDue(pool);
  expect(await toldTo(id)).toEqual([
    'api_key.expiring 0',
    'api_key.expiring 1',
    'api_key.expiring.resolved 1 rule_off',
  ]);
  expect(await notes()).toEqual([
    `resolved sent ${HANDED}`,
    `reminder sent ${HANDED}`,
    `firing sent ${HANDED}`,
  ]);
});

test('an event says what was true when its step was written, however late it is handed over', async () => {
  const { id } = await endpointOf();
  await channelTo(id);
  const rule = await ruleOf('refused_calls');
  const alertId = await fire(rule);
  await apply(rule, alertId, { do: 'resolve', resolution: { why: 'fewer_refused' } });
  await deliverDue(pool);
  expect(await toldTo(id)).toEqual(['calls.refused 0', 'calls.refused.resolved 0 fewer_refused']);
});

test('an endpoint that subscribed, and that two channels name, gets an event once', async () => {
  const { id } = await endpointOf({ events: ['calls.refused', 'calls.refused.resolved'] });
  const other = await endpointOf({ events: ['calls.refused'] });
  for (let n = 0; n < 4; n++) await channelTo(id);
  const rule = await ruleOf('refused_calls');
  const alertId = await fire(rule);
  await apply(rule, alertId, { do: 'resolve', resolution: { why: 'fewer_refused' } });
  await Promise.all([deliverDue(pool), deliverDue(pool)]);
  const both = ['calls.refused 0', 'calls.refused.resolved 0 fewer_refused'];
  expect(await toldTo(id)).toEqual(both);
  expect(await toldTo(other.id)).toEqual(['calls.refused 0']);
  expect(await notes()).toHaveLength(8);
});

test('channels that tell at the same moment make one delivery', async () => {
  const { id } = await endpointOf();
  for (let n = 0; n < 8; n++) await channelTo(id);
  await fire(await ruleOf('refused_calls'));
  await Promise.all([deliverDue(pool), deliverDue(pool)]);
  expect(await toldTo(id)).toEqual(['calls.refused 0']);
});

test('a hand-over waits for another one of the same event', async () => {
  const { id: endpointId } = await endpointOf();
  await channelTo(endpointId);
  const alertId = await fire(await ruleOf('refused_calls'));
  const about = `${alertId} firing 0`;
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM webhook_events WHERE about = $1 FOR UPDATE', [about]);
  await client.query(
    `INSERT INTO webhook_deliveries (id, endpoint_id, event_id)
     SELECT $1, $2, id FROM webhook_events WHERE about = $3`,
    [newId('whd'), endpointId, about],
  );
  const delivered = deliverDue(pool);
  const waiting = `SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(async () => (await ownerPool().query(waiting)).rows[0].waiting).toBe(1);
  await client.query('COMMIT');
  client.release();
  await delivered;
  expect(await toldTo(endpointId)).toEqual(['calls.refused 0']);
});

test('an endpoint hears of its own environment only', async () => {
  const [live, other] = [await endpointOf(), await endpointOf({ environment: 'test' })];
  const [, otherChannel] = [await channelTo(live.id), await channelTo(other.id)];
  const rule = await ruleOf('refused_calls');
  await db().alertRule.update({ where: { id: rule.id }, data: { channelIds: [otherChannel] } });
  await fire(rule);
  await fire(await ruleOf('key_expiring', 'test'));
  await deliverDue(pool);
  expect([await toldTo(live.id), await toldTo(other.id)]).toEqual([[], ['api_key.expiring 0']]);
  const wanted = {
    ...({ kind: 'refused_calls', name: 'Other', environment: 'live', enabled: true } as const),
    settings: { percent: 25, calls: 50, within: 10 },
    channelIds: [otherChannel],
  };
  expect(codeOf(await saveRule(tenant.as('owner'), wanted))).toBe('not_found');
});

test('a test is an event of its own', async () => {
  const { id } = await endpointOf({ environment: 'test' });
  const channelId = await channelTo(id);
  const { deliveryId } = dataOf(await testChannel(tenant.as('owner'), { channelId }));
  await deliverDue(pool);
  expect(await toldTo(id)).toEqual(['webhook.test']);
  expect(await deliveryState(deliveryId)).toMatchObject({ status: 'sent', note: HANDED });
  const [event] = await db().webhookEvent.findMany({ where: { about: `test ${deliveryId}` } });
  expect(event).toMatchObject({ environment: 'test', data: { webhook_id: id } });
});

test('an endpoint that is off or removed is said, and nothing is tried again', async () => {
  const { id } = await endpointOf();
  const channelId = await channelTo(id);
  const owner = tenant.as('owner');
  const state = async () => {
    const [channel] = dataOf(await listChannels(owner, {})).channels;
    return [channel?.endpointState, channel?.details?.endpoint?.id];
  };
  expect(await state()).toEqual(['on', id]);
  dataOf(await switchEndpoint(owner, { endpointId: id, enabled: false }));
  expect(await state()).toEqual(['off', id]);
  expect(codeOf(await testChannel(owner, { channelId }))).toBe('conflict');
  const rule = await ruleOf('refused_calls');
  const alertId = await fire(rule);
  await deliverDue(pool);
  expect(await notes()).toEqual(['firing failed The webhook endpoint is off.']);
  dataOf(await removeEndpoint(owner, { endpointId: id }));
  expect(await state()).toEqual(['removed', undefined]);
  await apply(rule, alertId, { do: 'resolve', resolution: { why: 'fewer_refused' } });
  await deliverDue(pool);
  expect((await notes())[0]).toBe('resolved failed The webhook endpoint was removed.');
  // As the purge leaves it.
  await db().webhookEndpoint.delete({ where: { id } });
  expect(await state()).toEqual(['removed', undefined]);
  await makeDue();
  expect([await deliverDue(pool), await toldTo(id)]).toEqual([0, []]);
});

test('channels to endpoints on one host tell their paths, never a query', async () => {
  const urls = ['01', '02'].map((at) => `https://hooks.example.com/in-${at}?token=hidden`);
  for (const url of urls) await channelTo((await endpointOf({ url })).id);
  const { channels: listed } = dataOf(await listChannels(tenant.as('owner'), {}));
  expect(listed.map(({ details }) => details?.endpoint?.place)).toEqual([
    'hooks.example.com/in-01',
    'hooks.example.com/in-02',
  ]);
  expect(JSON.stringify(listed)).not.toContain('hidden');
});

test('another tenant’s endpoint is not found, neither when saved nor when told', async () => {
  const stranger = await makeTenant('Stranger');
  const theirs = await seedEndpoint(stranger.organizationId, { events: ['session.created'] });
  expect(codeOf(await save(theirs.id))).toBe('not_found');
  expect(codeOf(await save(newId('wh')))).toBe('not_found');
  const own = await endpointOf();
  const channelId = await channelTo(own.id);
  expect(codeOf(await save(theirs.id, { channelId }))).toBe('not_found');
  // As if the row had been written past the verb.
  await db().alertChannel.update({ where: { id: channelId }, data: { endpointId: theirs.id } });
  await fire(await ruleOf('refused_calls'));
  await deliverDue(pool);
  expect(await toldTo(theirs.id)).toEqual([]);
});

test('a channel keeps its kind and its environment', async () => {
  const [live, other] = [await endpointOf(), await endpointOf({ environment: 'test' })];
  const channelId = await channelTo(live.id);
  expect(codeOf(await save(other.id, { channelId }))).toBe('conflict');
  const second = await endpointOf();
  expect(codeOf(await save(second.id, { channelId }))).toBe('done');
  const mail = { channelId, kind: 'email' as const, name: 'Mail', enabled: true, recipients: [] };
  expect(codeOf(await saveChannel(tenant.as('owner'), mail))).toBe('conflict');
});
