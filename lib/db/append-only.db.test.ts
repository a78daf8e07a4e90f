import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { ownerPool } from '#test/database';

let app: Pool;

beforeAll(async () => {
  app = createPool({ max: 1, name: 'test' });
  await ownerPool().query(`
    INSERT INTO organizations (id, name) VALUES ('org_1', 'One');
    INSERT INTO credit_accounts (id, organization_id, environment, balance, included, purchased, period_start, period_end)
      VALUES ('acct_1', 'org_1', 'live', 5, 5, 0, now(), now() + interval '1 month');
    INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after, actor)
      VALUES ('acct_1', 1, 'included_grant', 5, 5, 0, 5, 'system');
    INSERT INTO audit_events (id, actor_kind, actor_label, action) VALUES ('aud_1', 'system', 'system', 'test.made')`);
});

afterAll(() => app.end());

const changes = (table: string) => [
  `UPDATE ${table} SET created_at = now()`,
  `DELETE FROM ${table}`,
  `TRUNCATE ${table}`,
  `MERGE INTO ${table} USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE`,
];
const history = ['credit_entries', 'audit_events'].flatMap(changes);

test.each(history)('the processes cannot rewrite history: %s', async (statement) => {
  await expect(app.query(statement)).rejects.toThrow(/permission denied/);
});

test.each(history)('not even the owner does so by mistake: %s', async (statement) => {
  await expect(ownerPool().query(statement)).rejects.toThrow(/is append-only/);
});

test('the processes cannot give themselves more rights', async () => {
  // PostgreSQL answers this one with a warning that nothing was granted.
  await app.query('GRANT UPDATE ON credit_entries TO portal_app');
  await expect(app.query('ALTER TABLE audit_events DISABLE TRIGGER ALL')).rejects.toThrow(
    /must be owner/,
  );
  await expect(app.query('CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/);
  await expect(app.query('SET ROLE postgres')).rejects.toThrow(/permission denied/);
  await app.query('RESET ROLE');
  await expect(app.query('SELECT 1 FROM organizations')).resolves.toBeDefined();
  await expect(app.query('DELETE FROM audit_events')).rejects.toThrow(/permission denied/);
});

test('the processes do read and write the rest', async () => {
  expect((await app.query('SELECT count(*) FROM credit_entries')).rows).toEqual([{ count: 1 }]);
  await app.query(`UPDATE organizations SET name = 'Uno' WHERE id = 'org_1'`);
  await app.query(`INSERT INTO audit_events (id, actor_kind, actor_label, action)
    VALUES ('aud_2', 'system', 'system', 'test.made')`);
});

test('a table that a later migration adds gives the processes their rights', async () => {
  const { rows } = await ownerPool().query(`SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'
      AND NOT has_table_privilege('portal_app', oid, 'SELECT, INSERT')`);
  expect(rows).toEqual([]);
});
