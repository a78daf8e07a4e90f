import { Client } from 'pg';
import { expect, test } from 'vitest';
import { env } from '#lib/env';
import { createTestDatabase } from '#test/database';
import { diffSchemas, readSchema } from './schema-engine.ts';

/** What migrations add because the schema language cannot say it. CHECKs and triggers are not compared. */
const EXTRAS = [
  'voice_sessions_active_idx',
  'voice_sessions_open_idx',
  'voice_sessions_streaming_idx',
  'alerts_open_key',
  'alerts_open_idx',
  'alert_deliveries_due_idx',
  'credit_entries_other_idx',
  'webhook_deliveries_waiting_idx',
  'webhook_deliveries_pending_idx',
  'webhook_events_about_key',
  'credit_entries_analysis_key',
  'analyses_due_idx',
];

const CATALOG = {
  columns: `SELECT c.relname AS on, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
      a.attnotnull AS required, pg_get_expr(d.adbin, d.adrelid) AS otherwise
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
    ORDER BY 1, 2`,
  indexes: `SELECT tablename AS on, indexname AS name, indexdef AS definition FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1, 2`,
  constraints: `SELECT conrelid::regclass::text AS on, conname AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype IN ('p', 'f', 'u', 'x') AND connamespace = 'public'::regnamespace
      AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1, 2`,
  enums: `SELECT t.typname AS on, e.enumlabel AS name FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
    ORDER BY 1, e.enumsortorder`,
};

async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(url);
  await client.connect();
  return work(client).finally(() => client.end());
}

async function describeDatabase(url: string): Promise<Record<string, unknown[]>> {
  return withClient(url, async (client) => {
    const found: Record<string, unknown[]> = {};
    for (const [part, sql] of Object.entries(CATALOG)) {
      const { rows } = await client.query<{ name: string }>(sql);
      found[part] = rows.filter((row) => !EXTRAS.includes(row.name));
    }
    return found;
  });
}

test('all migrations together give what the schema says', async () => {
  const fromSchema = await createTestDatabase('template1');
  const sql = await diffSchemas(fromSchema.ownerUrl, { files: [] }, readSchema('prisma/schema'));
  await withClient(fromSchema.ownerUrl, (client) => client.query(sql));
  const expected = await describeDatabase(fromSchema.ownerUrl);
  await fromSchema.drop();
  expect(expected.columns?.length).toBeGreaterThan(50);
  expect(await describeDatabase(env().migrationDatabaseUrl)).toEqual(expected);
});

test('every foreign key leads an index', async () => {
  const rows = await withClient(env().migrationDatabaseUrl, async (client) => {
    const found =
      await client.query(`SELECT f.conrelid::regclass::text || '.' || f.conname AS missing
      FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_index i WHERE i.indrelid = f.conrelid
          AND (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey)`);
    return found.rows;
  });
  expect(rows).toEqual([]);
});
