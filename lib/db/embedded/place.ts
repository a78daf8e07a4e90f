import { chmodSync, cpSync, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Identity, serverIdentity } from '#lib/db/embedded/identity';

/**
 * The binaries where the server's user can run them: as they are, or copied below `folder` when they
 * lie in a place that this user cannot enter (a checkout in root's own home).
 */
export function placeBinaries(binaries: string, folder: string): string {
  if (canEnter(binaries, serverIdentity())) return binaries;
  const copy = join(folder, 'postgresql');
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.new`;
  rmSync(fresh, { recursive: true, force: true });
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
    if (!mayPass(folder, identity)) return false;
    const parent = dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}

function mayPass(folder: string, identity: Identity): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === identity.uid) return (mode & 0o100) !== 0;
  if (gid === identity.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
