import { Client } from 'pg';
import { ulid } from '#lib/ids';
import { grantAppRole } from './app-role.ts';
import { MigrationError } from './error.ts';
import { type MigrationFile, readMigrations } from './files.ts';
import { type MigrationRow, planMigrations } from './plan.ts';

export type MigrateOptions = {
  /** Connection of the role that owns the tables. */
  ownerUrl: string;
  /** Connection of the processes; its login is allowed to act as portal_app. */
  appUrl: string;
  /** The folder `prisma/migrations`. */
  folder: string;
};

/** The number that Prisma locks too, so that `prisma migrate deploy` and this never run at once. */
const ADVISORY_LOCK = 72707369;

/** Prisma's own bookkeeping, column by column, so that its tools agree with what is done here. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies what is missing of `prisma/migrations`, each migration in a transaction of its own, while no
 * other process does the same. Resolves with the names applied.
 * @throws MigrationError when a migration fails, or an applied one was edited or is unknown.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new Client({ connectionString: options.ownerUrl, application_name: 'migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    const pending = await findPending(client, options.folder);
    for (const file of pending) await apply(client, file);
    await grantAppRole(client, decodeURIComponent(new URL(options.appUrl).username));
    return pending.map((file) => file.name);
  } finally {
    await client.end();
  }
}

async function findPending(client: Client, folder: string): Promise<readonly MigrationFile[]> {
  await client.query(`SET client_min_messages = warning; ${TABLE}`);
  const rows = await client.query<MigrationRow>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations',
  );
  const plan = planMigrations(readMigrations(folder), rows.rows);
  if (!plan.ok) throw new MigrationError(plan.problem);
  return plan.pending;
}

async function apply(client: Client, file: MigrationFile): Promise<void> {
  try {
    await client.query('BEGIN');
    // Waiting longer for a table would make everyone else wait behind us.
    await client.query(`SET LOCAL lock_timeout = '30s'`);
    await client.query(file.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [ulid(), file.checksum, file.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`The migration ${file.name} failed and changed nothing: ${reason}`);
  }
}
