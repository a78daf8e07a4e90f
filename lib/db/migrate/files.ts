import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type MigrationFile = {
  /** The folder's name; it begins with a time, so that names sort in order. */
  name: string;
  sql: string;
  /** SHA-256 of the file in hexadecimal, as Prisma notes it. */
  checksum: string;
};

/** Reads `<folder>/<name>/migration.sql` of every migration, oldest first. */
export function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder).filter((name) =>
    existsSync(join(folder, name, 'migration.sql')),
  );
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}
