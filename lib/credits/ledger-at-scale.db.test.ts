import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { ownerPool } from '#test/database';
import { dataOf, makeTenant, type Tenant } from '#test/tenant';
import { advanceCheckpoints } from './advance-checkpoints.ts';
import { showCredits } from './show.ts';
import { showBurn } from './show-burn.ts';

const live = { environment: 'live' as const };
let pool: Pool;
let tenant: Tenant;
let accountId: string;

beforeAll(() => {
  pool = createPool({ max: 2, name: 'test' });
});
afterAll(() => pool.end());
beforeEach(async () => {
  tenant = await makeTenant();
  const { rows } = await ownerPool().query<{ id: string }>(
    `SELECT id FROM credit_accounts WHERE organization_id = $1 AND environment = 'live'`,
    [tenant.organizationId],
  );
  accountId = rows[0]?.id ?? '';
});

const check = async () => dataOf(await showCredits(tenant.as('viewer'), live)).check;

/** Adds entries up to this sequence number: each 1,000th a grant of 999, the others debits of 1. */
async function fill(until: number, since = '20 days'): Promise<void> {
  await ownerPool().query(
    `WITH account AS (SELECT * FROM credit_accounts WHERE id = $1), entries AS (
       INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after, actor, created_at)
       SELECT $1, g, kind::credit_entry_kind, amount, least(amount, 0), greatest(amount, 0),
         balance + sum(amount) OVER (ORDER BY g), 'system',
         now() - $3::interval + $3::interval * ((g - last_sequence)::float8 / ($2 - last_sequence))
       FROM account, generate_series(last_sequence + 1, $2::bigint) AS g, LATERAL (
         SELECT CASE WHEN g % 1000 = 0 THEN 'operator_grant' ELSE 'debit' END AS kind,
           CASE WHEN g % 1000 = 0 THEN 999 ELSE -1 END AS amount) AS line
       RETURNING amount)
     UPDATE credit_accounts SET balance = balance + change, included = 0, purchased = balance + change, last_sequence = $2
     FROM (SELECT sum(amount) AS change FROM entries) AS total WHERE id = $1`,
    [accountId, until, since],
  );
}

/** Changes what cannot be changed, as a superuser with intent could. */
async function tamper(sql: string): Promise<void> {
  await ownerPool().query(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
}

test('a short ledger is added up whole for each page; the worker leaves it alone', async () => {
  await fill(5_000);
  expect((await advanceCheckpoints(pool)).moved).toBe(0);
  expect(await check()).toEqual({ agrees: true, now: 5_000, before: null });
});

test('a long ledger is added up once, then from there on', async () => {
  await fill(30_000);
  expect(await check()).toMatchObject({ agrees: true, now: 30_000, before: null });
  expect(await advanceCheckpoints(pool)).toEqual({ moved: 1, broken: [] });
  expect(await advanceCheckpoints(pool)).toEqual({ moved: 0, broken: [] });
  await fill(30_007);
  expect(await check()).toMatchObject({ agrees: true, now: 7, before: { entries: 30_000 } });
});

test('what came since the checkpoint must add up, without a gap', async () => {
  await fill(30_000);
  await advanceCheckpoints(pool);
  await fill(30_010);
  await ownerPool().query(
    'UPDATE credit_accounts SET balance = balance + 1, purchased = purchased + 1 WHERE id = $1',
    [accountId],
  );
  expect((await check()).agrees).toBe(false);
  await ownerPool().query(
    `UPDATE credit_accounts SET balance = balance - 1, purchased = purchased - 1, last_sequence = last_sequence + 1
     WHERE id = $1`,
    [accountId],
  );
  expect((await check()).agrees).toBe(false);
});

test('once a day everything is added up anew, and what was tampered with shows', async () => {
  await fill(30_000);
  await advanceCheckpoints(pool);
  await tamper(
    `UPDATE credit_entries SET amount = amount - 1, included_delta = included_delta - 1
     WHERE account_id = '${accountId}' AND sequence = 12345`,
  );
  expect(await advanceCheckpoints(pool)).toEqual({ moved: 0, broken: [] });
  expect((await check()).agrees).toBe(true);
  await ownerPool().query(
    `UPDATE credit_checkpoints SET whole_at = whole_at - interval '25 hours' WHERE account_id = $1`,
    [accountId],
  );
  expect(await advanceCheckpoints(pool)).toEqual({ moved: 0, broken: [accountId] });
  expect(await check()).toMatchObject({ agrees: false, now: 30_000, before: null });
});

test('the burn of each day is what its debits say, whatever was added in between', async () => {
  await ownerPool().query(
    `UPDATE organizations SET created_at = now() - interval '20 days' WHERE id = $1`,
    [tenant.organizationId],
  );
  await fill(30_000);
  const view = dataOf(await showBurn(tenant.as('billing'), live));
  const { rows } = await ownerPool().query<{ day: string; used: number }>(
    `SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, -sum(amount)::int AS used
     FROM credit_entries WHERE account_id = $1 AND kind = 'debit' GROUP BY 1 ORDER BY 1`,
    [accountId],
  );
  expect(view.days).toHaveLength(15);
  expect(view.days.map(({ day, used }) => ({ day, used }))).toEqual(rows.slice(-15));
  expect(view.days.map(({ whole }) => whole)).toEqual([...Array(14).fill(true), false]);
  expect(view.timeToEmpty.kind).toMatch(/^(runs_out|lasts)$/);
});

test('a new account has one day, which is not over', async () => {
  const { days, timeToEmpty } = dataOf(await showBurn(tenant.as('viewer'), live));
  expect(days).toEqual([{ day: expect.any(String), used: 0, whole: false }]);
  expect(timeToEmpty).toEqual({ kind: 'no_burn' });
});
