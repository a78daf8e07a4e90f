import { beforeEach, expect, test } from 'vitest';
import { AlertKind } from '#lib/db/generated/enums';
import { db } from '#lib/db/prisma';
import { fireAlert } from '#test/alerts';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { eventsOf, seedEndpoint } from '#test/webhooks';
import { alertEventTypes, webhookEvents, webhookEventTypes } from './events.ts';

let organizationId: string;

let keyId: string;

beforeEach(async () => {
  organizationId = await seedOrganization(ownerPool());
  keyId = (await seedKey(ownerPool(), organizationId)).id;
  await seedEndpoint(organizationId, { events: webhookEventTypes });
});

const resolve = (id: string, why: string) =>
  db().alert.update({ where: { id }, data: { resolvedAt: new Date(), resolution: { why } } });

// The kinds are the database's own, so that a new one fails here until it has a type.
test.each(Object.values(AlertKind))(
  'an alert of the kind %s is told, and its end',
  async (kind) => {
    const type = alertEventTypes[kind];
    expect(Object.keys(webhookEvents)).toEqual(expect.arrayContaining([type, `${type}.resolved`]));
    const { alertId } = await fireAlert(organizationId, kind);
    await resolve(alertId, 'rule_off');
    const events = await eventsOf(organizationId);
    expect(events.map((event) => event.type)).toEqual([type, `${type}.resolved`]);
    for (const { data } of events) expect(data).toMatchObject({ id: alertId, kind });
  },
);

test('the kinds of the database are those of the product', async () => {
  const { rows } = await ownerPool().query<{ kind: keyof typeof AlertKind; type: string | null }>(
    'SELECT kind, webhook_alert_type(kind) AS type FROM unnest(enum_range(NULL::alert_kind)) AS kind',
  );
  expect(Object.fromEntries(rows.map(({ kind, type }) => [kind, type]))).toEqual(alertEventTypes);
});

test('each stage of an alert is told with what was seen, about which key, by which rule', async () => {
  const { alertId, ruleId } = await fireAlert(organizationId, 'key_expiring', { subject: keyId });
  await db().alert.update({ where: { id: alertId }, data: { stage: 1 } });
  await resolve(alertId, 'key_rotated');
  const events = await eventsOf(organizationId);
  expect(events.map(({ type }) => type)).toEqual([
    'api_key.expiring',
    'api_key.expiring',
    'api_key.expiring.resolved',
  ]);
  expect(events[0]?.data).toMatchObject({
    id: alertId,
    api_key_id: keyId,
    rule: { id: ruleId, name: ruleId },
    seen: { days_left: 30, expires_at: '2026-12-24T00:00:00.000Z' },
    resolved_at: null,
  });
  expect(events[1]?.data).toMatchObject({ stage: 1 });
  expect(events[2]?.data).toMatchObject({ resolution: 'key_rotated' });
});

test('signs of unusual activity keep their order', async () => {
  await fireAlert(organizationId, 'unusual_activity');
  const [event] = await eventsOf(organizationId);
  expect(event?.data.seen).toMatchObject({
    signs: [
      { sign: 'new_caller', new_address: true },
      { sign: 'woke', idle_days: 99 },
      { sign: 'burst', usual_per_hour: 4.5 },
    ],
  });
});
