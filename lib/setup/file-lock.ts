import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A lock that the operating system holds: a process that is killed, however, gives it back. */
export type FileLock = { release: () => void };

const SQLITE_BUSY = 5;
/** Keeps every lock from the garbage collector, which would give it back. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of this file, waiting up to `waitMs` (blocking); undefined when somebody else has it.
 * Node has no flock; an exclusive SQLite transaction is the operating system's file lock underneath.
 */
export function takeFileLock(path: string, waitMs = 0): FileLock | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${waitMs}; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE`);
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  held.add(database);
  return {
    release: () => {
      if (held.delete(database)) database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
