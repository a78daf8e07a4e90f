import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { alertsOf, makePartition, recordCalls, toldOf, watchOrganization } from '#test/alerts';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { observeAll } from './all.ts';

let pool: Pool;
let organizationId: string;
let key: string;

beforeAll(async () => {
  pool = createPool({ max: 4, name: 'test' });
  await makePartition();
});
afterAll(() => pool.end());
beforeEach(async () => {
  // Each test sees its own organization only.
  await ownerPool().query('DELETE FROM alert_rules');
  organizationId = await seedOrganization(ownerPool(), { credits: 1000 });
  key = (await seedKey(ownerPool(), organizationId, { name: 'Billing job' })).id;
  await watchOrganization(organizationId);
});

async function setKey(change: string): Promise<void> {
  await ownerPool().query(`UPDATE api_keys SET ${change} WHERE id = $1`, [key]);
}

async function evidence(): Promise<Record<string, unknown>> {
  const { rows } = await ownerPool().query(
    'SELECT evidence FROM alerts WHERE organization_id = $1 AND resolved_at IS NULL',
    [organizationId],
  );
  return rows[0]?.evidence;
}

describe('unusual activity', () => {
  async function caller(ip: string, client: string, ago: string): Promise<void> {
    await ownerPool().query(
      `INSERT INTO records.callers (key_id, ip, client, organization_id, environment, first_seen, last_seen, requests)
       VALUES ($1, $2, $3, $4, 'live', now() - $5::interval, now(), 1)`,
      [key, ip, client, organizationId, ago],
    );
  }

  test('the first callers of a key are its own; a day later another one is not', async () => {
    await caller('203.0.113.1', 'node', '23 hours');
    await caller('203.0.113.2', 'node', '1 minute');
    expect(await observeAll(pool)).toBe(0);
    await ownerPool().query(
      `UPDATE records.callers SET first_seen = now() - interval '25 hours' WHERE key_id = $1 AND ip = '203.0.113.1'`,
      [key],
    );
    expect(await observeAll(pool)).toBe(1);
    expect(await observeAll(pool)).toBe(0);
    expect(await evidence()).toMatchObject({
      signs: [
        {
          sign: 'new_caller',
          ip: '203.0.113.2',
          client: 'node',
          newAddress: true,
          newClient: false,
        },
      ],
    });
    const at = String((await evidence()).lastAt);
    await ownerPool().query(
      `UPDATE records.callers SET first_seen = first_seen - interval '24 hours' WHERE key_id = $1`,
      [key],
    );
    await ownerPool().query(
      `UPDATE alerts SET evidence = replace(evidence::text, $2, $3)::jsonb WHERE organization_id = $1`,
      [organizationId, at, new Date(Date.parse(at) - 86_400_000).toISOString()],
    );
    expect(await observeAll(pool)).toBe(1);
    expect(await observeAll(pool)).toBe(0);
    expect(await alertsOf(organizationId)).toEqual([`unusual_activity ${key} no_further_sign`]);
  });

  test('a known address with a known client is no news, in whatever pairs', async () => {
    await caller('203.0.113.1', 'node', '3 days');
    await caller('203.0.113.2', 'curl', '2 days');
    await caller('203.0.113.1', 'curl', '1 hour');
    expect(await observeAll(pool)).toBe(0);
  });

  test('a key that wakes after 30 days, not after 29', async () => {
    await setKey(`created_at = now() - interval '100 days'`);
    const day = 24 * 60;
    await recordCalls({ organizationId }, [{ ago: 29 * day, key }], 'usage_days');
    await recordCalls({ organizationId }, [{ ago: 29 * day, key }], 'usage_hours');
    await recordCalls({ organizationId }, [{ ago: 0, key }]);
    expect(await observeAll(pool)).toBe(0);
    await ownerPool().query(
      `UPDATE records.usage_days SET start = start - interval '10 days' WHERE organization_id = $1`,
      [organizationId],
    );
    await ownerPool().query(
      `UPDATE records.usage_hours SET start = start - interval '10 days' WHERE organization_id = $1`,
      [organizationId],
    );
    expect(await observeAll(pool)).toBe(1);
    const seen = await evidence();
    expect(seen).toMatchObject({ signs: [{ sign: 'woke' }] });
    expect(JSON.stringify(seen)).toMatch(/"idleDays":3[89]/);
  });

  test('an old key’s first call is no waking while the records are young', async () => {
    await setKey(`created_at = now() - interval '100 days'`);
    await recordCalls({ organizationId }, [{ ago: 0, key }]);
    expect(await observeAll(pool)).toBe(0);
    const other = (await seedKey(ownerPool(), organizationId)).id;
    await recordCalls({ organizationId }, [{ ago: 40 * 24 * 60, key: other }], 'usage_days');
    expect(await observeAll(pool)).toBe(1);
    expect(await evidence()).toMatchObject({ signs: [{ sign: 'woke', idleDays: 99 }] });
  });

  test('a burst is against the key’s own hours; another sort of sign is a reminder', async () => {
    await setKey(`created_at = now() - interval '100 days'`);
    const hours = Array.from({ length: 160 }, (_, i) => ({ ago: 120 + i * 60, key, requests: 60 }));
    await recordCalls({ organizationId }, hours, 'usage_hours');
    await recordCalls({ organizationId }, [{ ago: 1, key, requests: 90 }]);
    expect(await observeAll(pool)).toBe(0);
    await recordCalls({ organizationId }, [{ ago: 2, key, requests: 20 }]);
    expect(await observeAll(pool)).toBe(1);
    expect(await evidence()).toMatchObject({ signs: [{ sign: 'burst', calls: 110 }] });
    await caller('203.0.113.1', 'node', '3 days');
    await caller('203.0.113.9', 'node', '1 minute');
    expect(await observeAll(pool)).toBe(1);
    expect(await toldOf(organizationId)).toEqual([
      'unusual_activity firing 0 pending',
      'unusual_activity reminder 5 pending',
    ]);
    await setKey(`revoked_at = now(), revoke_reason = 'compromised'`);
    await observeAll(pool);
    expect(await alertsOf(organizationId)).toEqual([`unusual_activity ${key} key_revoked`]);
  });

  test('many calls of a key that is new are no burst', async () => {
    await recordCalls({ organizationId }, [{ ago: 1, key, requests: 5000 }]);
    expect(await observeAll(pool)).toBe(0);
  });
});
