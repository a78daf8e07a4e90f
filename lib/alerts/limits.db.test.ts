import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db/prisma';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { removeChannel } from './remove-channel.ts';
import { saveChannel } from './save-channel.ts';
import { saveRule } from './save-rule.ts';
import { testChannel } from './test-channel.ts';

let tenant: Tenant;

beforeEach(async () => {
  tenant = await makeTenant();
});

const atOnce = <T>(count: number, one: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => one(at)));

const addChannel = (name: string) =>
  saveChannel(tenant.as('owner'), { kind: 'email', name, enabled: true, recipients: [] });

test('several channels and rules at once are no more than one after the other', async () => {
  const { organizationId } = tenant;
  const rules = await db().alertRule.count({ where: { organizationId, environment: 'live' } });
  for (let at = rules; at < 48; at++) dataOf(await addRule(`Rule ${at}`));
  await atOnce(6, (at) => addRule(`Late ${at}`));
  expect(await db().alertRule.count({ where: { organizationId, environment: 'live' } })).toBe(50);
  const channels = await db().alertChannel.count({ where: { organizationId } });
  for (let at = channels; at < 18; at++) dataOf(await addChannel(`Channel ${at}`));
  await atOnce(6, (at) => addChannel(`Late ${at}`));
  expect(await db().alertChannel.count({ where: { organizationId } })).toBe(20);
});

const addRule = (name: string) =>
  saveRule(tenant.as('owner'), {
    environment: 'live',
    kind: 'credits_exhausted',
    name,
    enabled: true,
    channelIds: [],
    settings: {},
  });

test('tests are counted together when they come at once, and when their channel is gone', async () => {
  const ctx = tenant.as('owner');
  const sent: string[] = [];
  for (let round = 0; round < 3; round++) {
    const { channelId } = dataOf(await addChannel(`Mail ${round}`));
    const results = await atOnce(8, () => testChannel(ctx, { channelId }));
    sent.push(...results.map((result) => (result.ok ? 'sent' : codeOf(result))));
    dataOf(await removeChannel(ctx, { channelId }));
  }
  expect(sent.filter((one) => one === 'sent')).toHaveLength(10);
  expect(sent.filter((one) => one === 'rate_limited')).toHaveLength(14);
});
