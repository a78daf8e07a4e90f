import { MigrationError } from '#lib/db/migrate/error';
import { migrate } from '#lib/db/migrate/run';
import { EnvError, env } from '#lib/env';

/** Brings the database of DATABASE_URL to this version; `npm start` does it by itself. */
async function main(): Promise<void> {
  const { databaseUrl, migrationDatabaseUrl } = env();
  const applied = await migrate({
    ownerUrl: migrationDatabaseUrl,
    appUrl: databaseUrl,
    folder: 'prisma/migrations',
  });
  const names = applied.length === 0 ? 'nothing, it is up to date' : applied.join(', ');
  process.stdout.write(`Applied to the database: ${names}.\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof EnvError || error instanceof MigrationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
