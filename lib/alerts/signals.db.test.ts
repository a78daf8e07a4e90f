import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock } from '#lib/clock';
import { grantCredits } from '#lib/credits/grant';
import { setBalance } from '#lib/credits/set-balance';
import { createPool } from '#lib/db/pool';
import { env } from '#lib/env';
import { Writer } from '#lib/gate/writer/writer';
import { alertsOf, toldOf, watchOrganization } from '#test/alerts';
import { ownerPool } from '#test/database';
import { type Spender, seedSpender, sessionIntent } from '#test/spender';
import { asOperator, dataOf } from '#test/tenant';
import { lowLevels } from './decide/credits.ts';
import { LEVELS } from './levels.ts';
import { drainSignals, syncLevels } from './signals.ts';

let pool: Pool;
let writer: Writer;

beforeAll(() => {
  pool = createPool({ max: 4, name: 'test' });
  writer = new Writer({
    url: env().databaseUrl,
    now: clock.now,
    onAccount: () => {},
    log: () => undefined,
  });
});
afterAll(async () => {
  await writer.close();
  await pool.end();
});

/** An organization with 20 of its 20 credits; low at 10 %, so at 2, and over at 3. */
async function watched(credits = 20): Promise<Spender> {
  const spender = await seedSpender(ownerPool(), credits);
  await ownerPool().query('UPDATE organizations SET credits_per_period = 20 WHERE id = $1', [
    spender.organizationId,
  ]);
  await watchOrganization(spender.organizationId);
  await syncLevels(pool);
  return spender;
}

async function spend(spender: Spender, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await writer.submit(sessionIntent(spender));
}

async function grant({ organizationId }: Spender, amount: number): Promise<void> {
  const ctx = asOperator(organizationId);
  dataOf(await grantCredits(ctx, { environment: 'live', amount, note: '' }));
}

async function levelsOf({ accountId }: Spender): Promise<number[]> {
  const { rows } = await ownerPool().query(
    'SELECT watch_levels FROM credit_accounts WHERE id = $1',
    [accountId],
  );
  return rows[0].watch_levels;
}

describe('credits that are spent through a gate’s writer', () => {
  test('low fires at its border exactly, and is over a margin above it', async () => {
    const spender = await watched();
    await spend(spender, 17);
    expect(await drainSignals(pool)).toBe(0);
    await spend(spender, 1);
    expect(await drainSignals(pool)).toBe(1);
    await spend(spender, 1);
    await drainSignals(pool);
    expect(await alertsOf(spender.organizationId)).toEqual(['credits_low']);
    await grant(spender, 1);
    expect(await drainSignals(pool)).toBe(0);
    await grant(spender, 1);
    expect(await drainSignals(pool)).toBe(1);
    expect(await alertsOf(spender.organizationId)).toEqual(['credits_low credits_back']);
    expect(await toldOf(spender.organizationId)).toEqual([
      'credits_low firing 0 pending',
      'credits_low resolved 0 pending',
    ]);
  });

  test('what is told late tells the time at which it was so', async () => {
    const spender = await watched();
    await spend(spender, 20);
    const then = new Date('2026-11-20T10:00:00.000Z');
    await ownerPool().query('UPDATE credit_signals SET created_at = $2 WHERE account_id = $1', [
      spender.accountId,
      then,
    ]);
    await drainSignals(pool);
    const { rows } = await ownerPool().query(
      `SELECT DISTINCT evidence->>'at' AS at FROM alerts WHERE organization_id = $1`,
      [spender.organizationId],
    );
    expect(rows).toEqual([{ at: then.toISOString() }]);
  });

  test('exhausted fires at zero, not at one', async () => {
    const spender = await watched();
    await spend(spender, 19);
    await drainSignals(pool);
    expect(await alertsOf(spender.organizationId)).not.toContain('credits_exhausted');
    await spend(spender, 1);
    await drainSignals(pool);
    expect(await alertsOf(spender.organizationId)).toEqual(['credits_low', 'credits_exhausted']);
  });

  test('a dip to zero that was topped up before anybody looked is told, and its end too', async () => {
    const spender = await watched(1);
    await drainSignals(pool);
    await spend(spender, 1);
    await grant(spender, 1000);
    await drainSignals(pool);
    const told = await toldOf(spender.organizationId);
    expect(told.filter((line) => line.startsWith('credits_exhausted'))).toEqual([
      'credits_exhausted firing 0 pending',
      'credits_exhausted resolved 0 pending',
    ]);
  });

  test('a balance that goes up and down at the border fires once', async () => {
    const spender = await watched();
    await spend(spender, 18);
    for (let n = 0; n < 5; n++) {
      await drainSignals(pool);
      await spend(spender, 1);
      await grant(spender, 1);
    }
    await drainSignals(pool);
    expect(await alertsOf(spender.organizationId)).toEqual(['credits_low']);
  });

  test('two workers at once: each alert once, each delivery once', async () => {
    const spender = await watched(3);
    const other = createPool({ max: 4, name: 'test' });
    for (let n = 0; n < 4; n++) {
      await spend(spender, 3);
      await Promise.all([drainSignals(pool), drainSignals(other), drainSignals(pool)]);
      await grant(spender, 3);
      await Promise.all([drainSignals(other), drainSignals(pool)]);
    }
    await drainSignals(pool);
    await other.end();
    const alerts = await alertsOf(spender.organizationId);
    expect(alerts.filter((line) => line === 'credits_exhausted credits_back')).toHaveLength(4);
    const told = await toldOf(spender.organizationId);
    expect(told.filter((line) => line.startsWith('credits_exhausted firing'))).toHaveLength(4);
    expect(told.filter((line) => line.startsWith('credits_exhausted resolved'))).toHaveLength(4);
  });
});

test('a rule that is new, or moves over the balance, is judged without a spending', async () => {
  const spender = await seedSpender(ownerPool(), 5);
  const { organizationId } = spender;
  await watchOrganization(organizationId);
  await syncLevels(pool);
  expect(await levelsOf(spender)).toEqual([0, 1000, 1049]);
  await drainSignals(pool);
  expect(await alertsOf(organizationId)).toEqual(['credits_low']);
  await syncLevels(pool);
  expect(await drainSignals(pool)).toBe(0);
  await ownerPool().query('UPDATE organizations SET credits_per_period = 10 WHERE id = $1', [
    organizationId,
  ]);
  await syncLevels(pool);
  expect(await levelsOf(spender)).toEqual([0, 1]);
  await drainSignals(pool);
  expect(await alertsOf(organizationId)).toEqual(['credits_low rule_changed']);
});

test('an alert that ends because its rule was edited says so, not that credits were added', async () => {
  const spender = await watched(20);
  const { organizationId } = spender;
  const set = (value: number) =>
    ownerPool().query(
      `UPDATE alert_rules SET settings = jsonb_build_object('measure', 'percent', 'value', $2::int)
       WHERE organization_id = $1 AND kind = 'credits_low' AND settings->>'measure' = 'percent'`,
      [organizationId, value],
    );
  for (const value of [90, 20]) {
    await set(value);
    await syncLevels(pool);
    if (value === 90) await spend(spender, 4);
    await drainSignals(pool);
  }
  expect(await alertsOf(organizationId)).toEqual(['credits_low rule_changed']);
});

test('an account whose alerts fail stops no other, and is tried again', async () => {
  const broken = await watched();
  const sound = await watched();
  await ownerPool().query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
    CREATE TRIGGER fail BEFORE INSERT ON alerts FOR EACH ROW
      WHEN (NEW.organization_id = '${broken.organizationId}') EXECUTE FUNCTION fail()`);
  for (const one of [broken, sound]) await spend(one, 18);
  await drainSignals(pool);
  expect(await alertsOf(sound.organizationId)).toEqual(['credits_low']);
  expect(await alertsOf(broken.organizationId)).toEqual([]);
  await ownerPool().query('DROP TRIGGER fail ON alerts');
  await drainSignals(pool);
  expect(await alertsOf(broken.organizationId)).toEqual(['credits_low']);
});

test('a rule with settings of another shape stops nothing', async () => {
  const spender = await watched();
  await ownerPool().query(
    `UPDATE alert_rules SET settings = '{"measure": "percent", "value": "many"}'
     WHERE organization_id = $1 AND kind = 'credits_low' AND settings->>'measure' = 'percent'`,
    [spender.organizationId],
  );
  await syncLevels(pool);
  await spend(spender, 20);
  await drainSignals(pool);
  expect(await alertsOf(spender.organizationId)).toEqual(['credits_exhausted']);
});

test('SQL and decision agree on every level', async () => {
  const spender = await watched();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('absolute' as const, 'percent' as const),
      fc.integer({ min: 1, max: 2_147_483_647 }),
      fc.integer({ min: 0, max: 2_147_483_647 }),
      async (measure, number, perPeriod) => {
        const value = measure === 'percent' ? (number % 100) + 1 : number;
        await ownerPool().query('UPDATE organizations SET credits_per_period = $2 WHERE id = $1', [
          spender.organizationId,
          perPeriod,
        ]);
        const { rows } = await ownerPool().query(
          `UPDATE alert_rules SET settings = $2 WHERE organization_id = $1 AND environment = 'live'
             AND kind = 'credits_low' AND settings->>'measure' <> 'hours_left' RETURNING id`,
          [spender.organizationId, { measure, value }],
        );
        const levels = await ownerPool().query(
          `SELECT border::float8, back::float8 FROM (${LEVELS}) AS l WHERE rule_id = $1`,
          [rows[0].id],
        );
        expect(levels.rows).toEqual([lowLevels({ measure, value }, perPeriod)]);
      },
    ),
    { numRuns: 60 },
  );
});

test('what the trigger waits for includes an operator’s correction', async () => {
  const spender = await watched();
  const ctx = asOperator(spender.organizationId);
  dataOf(await setBalance(ctx, { environment: 'live', balance: 0 }));
  dataOf(await setBalance(ctx, { environment: 'live', balance: 20 }));
  await drainSignals(pool);
  // Both fired at the same moment, so their order is nobody's.
  expect((await alertsOf(spender.organizationId)).sort()).toEqual([
    'credits_exhausted credits_back',
    'credits_low credits_back',
  ]);
});
