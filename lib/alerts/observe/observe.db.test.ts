import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import {
  alertsOf,
  letTimePass,
  makePartition,
  recordCalls,
  toldOf,
  watchOrganization,
} from '#test/alerts';
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

const minutes = (from: number, count: number, more: object) =>
  Array.from({ length: count }, (_, i) => ({ ago: from + i, key, ...more }));

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

describe('rate-limit pressure', () => {
  const pressed = { peak: 480, limit: 600 };

  test('fires at the third full minute, once, and is over after ten quiet ones', async () => {
    await recordCalls({ organizationId }, minutes(1, 2, pressed));
    await recordCalls({ organizationId }, minutes(3, 1, { peak: 479, limit: 600 }));
    expect(await observeAll(pool)).toBe(0);
    await recordCalls({ organizationId }, minutes(4, 1, pressed));
    expect(await observeAll(pool)).toBe(1);
    expect(await observeAll(pool)).toBe(0);
    expect(await evidence()).toMatchObject({
      percent: 80,
      minutes: 3,
      busiestKey: { id: key, name: 'Billing job' },
    });
    await letTimePass(organizationId, '9 minutes');
    expect(await observeAll(pool)).toBe(0);
    await letTimePass(organizationId, '2 minutes');
    expect(await observeAll(pool)).toBe(1);
    expect(await alertsOf(organizationId)).toEqual(['rate_limit_pressure quiet']);
    expect(await toldOf(organizationId)).toEqual([
      'rate_limit_pressure firing 0 pending',
      'rate_limit_pressure resolved 0 pending',
    ]);
  });

  test('of a key’s own limit is about that key', async () => {
    await recordCalls(
      { organizationId },
      minutes(1, 3, { peak: 10, limit: 600, keyPeak: 10, keyLimit: 10 }),
    );
    await observeAll(pool);
    expect(await alertsOf(organizationId)).toEqual([`rate_limit_pressure ${key}`]);
    expect(await evidence()).toMatchObject({ percent: 100 });
  });

  test('of several keys in one minute is the fullest’s', async () => {
    const other = (await seedKey(ownerPool(), organizationId)).id;
    await recordCalls({ organizationId }, minutes(1, 3, { peak: 600, limit: 600 }));
    await recordCalls(
      { organizationId },
      [1, 2, 3].map((ago) => ({ ago, key: other, peak: 20, limit: 600 })),
    );
    await observeAll(pool);
    expect(await evidence()).toMatchObject({ percent: 100, peak: 600, minutes: 3 });
  });
});

describe('refused calls', () => {
  const refused = (requests: number) => ({ requests, status: 403, code: 'ip_not_allowed' });

  test('fire at a quarter of 200, are over a fifth below', async () => {
    await recordCalls({ organizationId }, [
      { ago: 1, key, requests: 151 },
      { ago: 2, key, ...refused(49) },
    ]);
    expect(await observeAll(pool)).toBe(0);
    await recordCalls({ organizationId }, [{ ago: 3, key, ...refused(1) }]);
    expect(await observeAll(pool)).toBe(0);
    await recordCalls({ organizationId }, [{ ago: 3, key, ...refused(1) }]);
    expect(await observeAll(pool)).toBe(1);
    expect(await evidence()).toMatchObject({
      refused: 51,
      calls: 202,
      percent: 25,
      codes: [{ code: 'ip_not_allowed', calls: 51 }],
      busiestKey: { id: key },
    });
    await recordCalls({ organizationId }, [{ ago: 1, key, requests: 53 }]);
    expect(await observeAll(pool)).toBe(0);
    await recordCalls({ organizationId }, [{ ago: 1, key, requests: 1 }]);
    expect(await observeAll(pool)).toBe(1);
    expect(await alertsOf(organizationId)).toEqual(['refused_calls fewer_refused']);
  });

  test('a caller’s own mistakes are no refusals', async () => {
    await recordCalls({ organizationId }, [
      { ago: 1, key, requests: 500, status: 422, code: 'invalid_request' },
      { ago: 1, key, requests: 500, status: 404, code: 'route_not_found' },
    ]);
    expect(await observeAll(pool)).toBe(0);
  });
});

describe('a key about to expire', () => {
  const ends = (interval: string) => setKey(`expires_at = now() + interval '${interval}'`);

  test('is one alert, each stage told once, over when it has expired', async () => {
    await ends('30 days 1 minute');
    expect(await observeAll(pool)).toBe(0);
    for (const left of ['30 days', '15 days', '14 days', '7 days', '26 hours', '1 day']) {
      await ends(left);
      await observeAll(pool);
      await observeAll(pool);
    }
    expect(await alertsOf(organizationId)).toEqual([`key_expiring ${key}`]);
    await ends('-1 second');
    await observeAll(pool);
    expect(await alertsOf(organizationId)).toEqual([`key_expiring ${key} key_expired`]);
    expect(await toldOf(organizationId)).toEqual(
      ['firing 0', 'reminder 14', 'reminder 7', 'reminder 1', 'resolved 0'].map(
        (told) => `key_expiring ${told} pending`,
      ),
    );
  });

  test.each([
    ['key_rotated', `retires_at = now() + interval '1 hour'`],
    ['key_revoked', `revoked_at = now(), revoke_reason = 'unused'`],
    ['key_extended', `expires_at = now() + interval '90 days'`],
  ])('is over when it is %s', async (why, change) => {
    await ends('5 days');
    await observeAll(pool);
    await setKey(change);
    expect(await observeAll(pool)).toBe(1);
    expect(await observeAll(pool)).toBe(0);
    expect(await alertsOf(organizationId)).toEqual([`key_expiring ${key} ${why}`]);
  });
});

describe('credits by the hour', () => {
  test('fire when the pace of 24 hours empties them within 72, and are over when it slows', async () => {
    await recordCalls({ organizationId }, [{ ago: 90, key, credits: 333 }]);
    await ownerPool().query("UPDATE records.progress SET hours_until = now() - interval '1 day'");
    expect(await observeAll(pool)).toBe(0);
    await recordCalls({ organizationId }, [{ ago: 90, key, credits: 1 }]);
    expect(await observeAll(pool)).toBe(1);
    expect(await evidence()).toMatchObject({ measure: 'hours_left', border: 72 });
    await letTimePass(organizationId, '24 hours');
    expect(await observeAll(pool)).toBe(1);
    expect(await alertsOf(organizationId)).toEqual(['credits_low lasts_longer']);
  });
});

describe('whoever tells', () => {
  const expiring = () => setKey(`expires_at = now() + interval '5 days'`);

  test('a snoozed rule opens alerts and tells nobody, nor of their end', async () => {
    await ownerPool().query(`UPDATE alert_rules SET snoozed_until = now() + interval '1 hour'`);
    await expiring();
    await observeAll(pool);
    expect(await alertsOf(organizationId)).toEqual([`key_expiring ${key}`]);
    await ownerPool().query(`UPDATE alert_rules SET snoozed_until = now()`);
    await setKey(`revoked_at = now(), revoke_reason = 'unused'`);
    await observeAll(pool);
    expect(await toldOf(organizationId)).toEqual([]);
  });

  test('a rule that is off opens nothing', async () => {
    await ownerPool().query('UPDATE alert_rules SET enabled = false');
    await expiring();
    expect(await observeAll(pool)).toBe(0);
  });

  test('a rule names its channels; one that is off is not told', async () => {
    await ownerPool().query(
      `INSERT INTO alert_channels (id, organization_id, kind, name, enabled)
       SELECT 'ach_' || n || $1, $1, 'email', 'Extra ' || n, n <> 'C' FROM unnest('{A,B,C}'::text[]) AS n`,
      [organizationId],
    );
    await ownerPool().query(
      `UPDATE alert_rules SET channel_ids = ARRAY['ach_A' || $1, 'ach_C' || $1]`,
      [organizationId],
    );
    await expiring();
    await observeAll(pool);
    const { rows } = await ownerPool().query(
      `SELECT DISTINCT c.name FROM alert_deliveries d JOIN alert_channels c ON c.id = d.channel_id
       WHERE c.organization_id = $1`,
      [organizationId],
    );
    expect(rows).toEqual([{ name: 'Extra A' }]);
  });

  test('several workers at once: each alert once, each delivery once', async () => {
    await expiring();
    await recordCalls({ organizationId }, minutes(1, 5, { peak: 600, limit: 600 }));
    const others = [1, 2].map(() => createPool({ max: 4, name: 'test' }));
    await Promise.all([pool, ...others].map((one) => observeAll(one)));
    await Promise.all([pool, ...others].map((one) => observeAll(one)));
    await Promise.all(others.map((one) => one.end()));
    expect((await alertsOf(organizationId)).sort()).toEqual([
      `key_expiring ${key}`,
      'rate_limit_pressure',
    ]);
    expect(await toldOf(organizationId)).toHaveLength(2);
  });

  test('an organization that fails stops no other', async () => {
    const other = await seedOrganization(ownerPool());
    await seedKey(ownerPool(), other, { expiresIn: 86_400 });
    await watchOrganization(other);
    await ownerPool().query(`UPDATE alert_rules SET settings = '{"days": "soon"}'
      WHERE organization_id = '${organizationId}'`);
    await expiring();
    expect(await observeAll(pool)).toBe(1);
    expect(await alertsOf(other)).toHaveLength(1);
  });
});
