import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseError } from '#lib/db/embedded/error';
import { type Identity, serverIdentity } from '#lib/db/embedded/identity';
import { randomBytes } from '#lib/ids';

/** Where root's server keeps its data when it may not enter the data folder. */
const OUTSIDE = '/var/lib/developer-portal';
const COPY = 'postgresql-';

/**
 * The folder for a new cluster: the data folder itself, or one below /var/lib when the server's user
 * cannot enter that (a checkout in root's own home).
 */
export function choosePlace(dataDir: string): string {
  if (canEnter(dataDir, serverIdentity())) return dataDir;
  // A fresh name each time: a data folder that was deleted and made again begins empty.
  const folder = join(OUTSIDE, randomBytes(8).toString('hex'));
  try {
    mkdirSync(folder, { recursive: true });
    chmodSync(OUTSIDE, 0o755);
    chmodSync(folder, 0o711);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      `The database server may not enter ${dataDir}, and nothing can be put into ${OUTSIDE} (${reason}): set DATA_DIR to a folder that every user may enter.`,
    );
  }
  return folder;
}

/**
 * The binaries where the server's user can run them: as they are, or copied below `folder` when they
 * lie in a place that this user cannot enter.
 */
export function placeBinaries(binaries: string, folder: string): string {
  if (canEnter(binaries, serverIdentity())) return binaries;
  const name = COPY + versionOf(binaries);
  const copy = join(folder, name);
  if (existsSync(copy)) return copy;
  for (const old of readdirSync(folder).filter((entry) => entry.startsWith(COPY))) {
    rmSync(join(folder, old), { recursive: true });
  }
  const fresh = join(folder, `${COPY}new`);
  cpSync(binaries, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  renameSync(fresh, copy);
  return copy;
}

/** True when a process of this user may pass through every folder down to and into this one. */
export function canEnter(path: string, identity: Identity): boolean {
  if (identity.uid === undefined) return true;
  let folder = realpathSync(path);
  while (true) {
    if (!mayPass(statSync(folder), identity)) return false;
    const parent = dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}

/** The one class of permission bits that counts for this user: the owner's, the group's or the others'. */
export function mayPass(
  folder: { mode: number; uid: number; gid: number },
  identity: Identity,
): boolean {
  if (folder.uid === identity.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === identity.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

function versionOf(binaries: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(binaries, '../package.json'), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known ? String(manifest.version) : 'unknown';
}
