import { beforeEach, expect, test, vi } from 'vitest';
import { db } from '#lib/db/prisma';
import type { Result } from '#lib/result';
import { ownerPool } from '#test/database';
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

const addRule = (name: string, channelIds: string[] = [], ruleId?: string) =>
  saveRule(tenant.as('owner'), {
    ...(ruleId === undefined ? {} : { ruleId }),
    environment: 'live',
    kind: 'credits_exhausted',
    name,
    enabled: true,
    channelIds,
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

/** Locks a row, has the calls begin one after the other until each waits, then lets go of it. */
async function whileHeld<T>(
  table: 'alert_channels' | 'alert_rules',
  id: string,
  calls: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const holder = await ownerPool().connect();
  const running: Promise<T>[] = [];
  try {
    await holder.query('BEGIN');
    await holder.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
    for (const call of calls) {
      running.push(call());
      await vi.waitFor(async () => expect(await waiting()).toBe(running.length));
    }
  } finally {
    // Ends the connection, and its lock with it.
    holder.release(true);
  }
  return Promise.all(running);
}

async function waiting(): Promise<number> {
  const { rows } = await ownerPool().query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.n ?? 0;
}

test('who works with a channel that is being removed is told that there is none', async () => {
  const ctx = tenant.as('owner');
  const { channelId } = dataOf(await addChannel('Going'));
  const draft = { kind: 'email' as const, name: 'Other', enabled: true, recipients: [] };
  const results = await whileHeld<Result<unknown>>('alert_channels', channelId, [
    () => removeChannel(ctx, { channelId }),
    () => saveChannel(ctx, { ...draft, channelId }),
    () => testChannel(ctx, { channelId }),
    () => removeChannel(ctx, { channelId }),
  ]);
  expect(results.map(codeOf)).toEqual(['done', 'not_found', 'not_found', 'not_found']);
});

test('a channel that goes while a rule takes it up leaves no rule that tells nobody', async () => {
  const ctx = tenant.as('owner');
  const { channelId } = dataOf(await addChannel('Going'));
  const { ruleId } = dataOf(await addRule('Rule'));
  const results = await whileHeld<Result<unknown>>('alert_rules', ruleId, [
    () => addRule('Rule', [channelId], ruleId),
    () => removeChannel(ctx, { channelId }),
  ]);
  expect(results.map(codeOf)).toEqual(['done', 'done']);
  const rule = await db().alertRule.findUniqueOrThrow({ where: { id: ruleId } });
  expect(rule.channelIds).toEqual([]);
});
