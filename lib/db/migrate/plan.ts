import type { MigrationFile } from './files.ts';

/** A row of Prisma's table `_prisma_migrations`. */
export type MigrationRow = {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
};

export type MigrationPlan =
  | { ok: true; pending: readonly MigrationFile[] }
  | { ok: false; problem: string };

/** What is left to apply, or the sentence that says why nothing may be applied. */
export function planMigrations(
  files: readonly MigrationFile[],
  rows: readonly MigrationRow[],
): MigrationPlan {
  const applied = rows.filter((row) => row.rolled_back_at === null);
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const row of applied) {
    const problem = checkRow(row, byName.get(row.migration_name));
    if (problem !== undefined) return { ok: false, problem };
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return { ok: true, pending: files.filter((file) => !done.has(file.name)) };
}

function checkRow(row: MigrationRow, file: MigrationFile | undefined): string | undefined {
  const name = row.migration_name;
  if (file === undefined) {
    return `The database has the migration ${name}, which this version does not know: run a newer version.`;
  }
  if (row.finished_at === null) {
    return `The migration ${name} failed half-way earlier: repair the database, then mark it with prisma migrate resolve.`;
  }
  if (row.checksum !== file.checksum) {
    return `The migration ${name} was changed after it had been applied: restore its file, and write a new migration instead.`;
  }
  return undefined;
}
