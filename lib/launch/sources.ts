import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the built portal is made from, relative to the project's root. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma/schema',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
];
const IGNORED = /(\.test\.tsx?|^lib\/db\/generated)$/;

/** A fingerprint of all sources of the portal: names and contents. */
export function fingerprint(root: string): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.filter((source) => existsSync(join(root, source)))) {
    for (const file of listFiles(root, path)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function listFiles(root: string, path: string): string[] {
  if (IGNORED.test(path)) return [];
  try {
    const entries = readdirSync(join(root, path)).sort();
    return entries.flatMap((entry) => listFiles(root, `${path}/${entry}`));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
}
