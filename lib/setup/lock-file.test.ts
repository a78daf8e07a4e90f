import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type LockFile = { packages: Record<string, { optionalDependencies?: Record<string, string> }> };

const { packages }: LockFile = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** Node's own search: beside the package, then outwards. */
function isLocked(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (`${folder}/node_modules/${name}` in packages) return true;
    if (!folder.includes('/node_modules/')) return `node_modules/${name}` in packages;
  }
}

// npm leaves out what its registry does not serve, and then refuses `npm ci` wherever it is missing.
test('the lock file names the packages of every platform, so that npm ci works on all', () => {
  const missing = Object.entries(packages).flatMap(([from, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(from, name)),
  );
  expect(missing).toEqual([]);
});
