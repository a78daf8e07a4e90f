import { Client, Pool } from 'pg';
import { inject } from 'vitest';
import { outliveLoss } from '#lib/db/pool';
import { ulid } from '#lib/ids';
import { databaseUrl } from '#test/database-url';

export type TestDatabase = {
  /** The processes' connection: a login that may only act as portal_app. */
  appUrl: string;
  /** The superuser's connection, to prepare and to check. */
  ownerUrl: string;
  drop: () => Promise<void>;
};

let owner: Pool | undefined;

/**
 * Copies the migrated template into a database of its own. Every `*.db.test.ts` file has one already,
 * the one that env() names; call this for a second.
 * @param template another database to copy, `template1` for an empty one.
 */
export async function createTestDatabase(template?: string): Promise<TestDatabase> {
  const name = `test_${ulid().toLowerCase()}`;
  const appUrl = new URL(inject('appUrl'));
  const source = template ?? appUrl.pathname.slice(1);
  await administer(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  return {
    appUrl: databaseUrl(appUrl.href, name),
    ownerUrl: databaseUrl(inject('ownerUrl'), name),
    drop: async () => {
      await owner?.end();
      owner = undefined;
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The superuser's pool on this test file's database; it sees and may do everything. */
export function ownerPool(): Pool {
  owner ??= outliveLoss(new Pool({ connectionString: process.env.MIGRATION_DATABASE_URL, max: 4 }));
  return owner;
}

async function administer(statement: string): Promise<void> {
  const client = new Client(inject('ownerUrl'));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
