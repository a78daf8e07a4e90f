import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from '#lib/db/embedded/error';
import { serverIdentity } from '#lib/db/embedded/identity';
import { type FileLock, takeFileLock } from '#lib/setup/file-lock';

/**
 * Makes the data folder if it is missing and takes it for this process alone. The lock is the operating
 * system's, so a killed process never leaves it behind.
 * @throws DatabaseError naming the process that holds it.
 */
export function takeDataDir(dataDir: string): FileLock {
  // The files in it are private each; root's server runs as another user and must pass through.
  const mode = serverIdentity().uid === undefined ? 0o700 : 0o711;
  try {
    mkdirSync(dataDir, { recursive: true, mode });
    const lock = takeFileLock(join(dataDir, 'start.lock'));
    if (lock !== undefined) {
      writeFileSync(join(dataDir, 'start.pid'), `${process.pid}\n`);
      return lock;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The data folder ${dataDir} cannot be used: ${reason}.`);
  }
  throw new DatabaseError(
    `The data folder ${dataDir} is held by another start, process ${readHolder(dataDir)}: stop that one, or set DATA_DIR.`,
  );
}

function readHolder(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'start.pid'), 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
