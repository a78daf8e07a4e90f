import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '#lib/setup/run-node';

/** True when the generated client was made from this schema by this version of Prisma. */
export function isClientCurrent(root: string): boolean {
  if (!existsSync(join(root, 'lib/db/generated/client.ts'))) return false;
  try {
    return readFileSync(stampPath(root), 'utf8') === stamp(root);
  } catch {
    return false;
  }
}

/** Generates the client from `prisma/schema`. Works without a network and without an engine binary. */
export function generateClient(root: string): void {
  const made = stamp(root);
  const cli = join(root, 'node_modules/prisma/build/index.js');
  runNode([cli, 'generate'], root, 'Generating the database client');
  writeFileSync(stampPath(root), made);
}

function stamp(root: string): string {
  const hash = createHash('sha256');
  const folder = join(root, 'prisma/schema');
  for (const name of readdirSync(folder).sort()) {
    hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.update(readFileSync(join(root, 'node_modules/prisma/package.json'))).digest('hex');
}

function stampPath(root: string): string {
  return join(root, '.cache/prisma-client.stamp');
}
