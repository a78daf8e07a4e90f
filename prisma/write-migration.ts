// node prisma/write-migration.ts <name>: writes the SQL from the last migration's schema to today's.
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clock } from '#lib/clock';
import { startThrowaway } from '#lib/db/embedded/throwaway';
import { diffSchemas, readSchema } from '#lib/db/migrate/schema-engine';

const home = dirname(fileURLToPath(import.meta.url));
const migrations = join(home, 'migrations');
const name = process.argv[2] ?? '';

if (/^[a-z][a-z0-9_]*$/.test(name)) await write();
else {
  process.stderr.write('Name the migration in lower case: node prisma/write-migration.ts <name>\n');
  process.exitCode = 2;
}

async function write(): Promise<void> {
  const schema = join(home, 'schema');
  const sql = await difference(lastSchema(), schema);
  const stamp = new Date(clock.now()).toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(migrations, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), sql);
  // The next migration starts from this copy, because only the schema says what the SQL led to.
  cpSync(schema, join(folder, 'schema'), { recursive: true });
  process.stdout.write(`${folder}/migration.sql\n`);
}

async function difference(from: string | undefined, to: string): Promise<string> {
  const server = await startThrowaway();
  try {
    const before = from === undefined ? { files: [] } : readSchema(from);
    return await diffSchemas(server.ownerUrl, before, readSchema(to));
  } finally {
    await server.stop();
  }
}

/** The schema copy beside the newest migration that has one. */
function lastSchema(): string | undefined {
  if (!existsSync(migrations)) return undefined;
  const copies = readdirSync(migrations)
    .sort()
    .map((entry) => join(migrations, entry, 'schema'));
  return copies.findLast((path) => existsSync(path));
}
