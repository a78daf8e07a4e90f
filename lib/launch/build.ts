import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childVariables } from '#lib/env';
import { takeFileLock } from '#lib/setup/file-lock';
import { LaunchError } from './error.ts';
import { fingerprint } from './sources.ts';

const LONGEST_BUILD_MS = 10 * 60_000;

/** True when the built portal was made from the sources as they are now. */
export function isBuilt(root: string): boolean {
  const stamp = stampPath(root);
  if (!existsSync(join(root, '.next', 'BUILD_ID')) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === fingerprint(root);
}

/** Builds the portal; two at once in one folder build one after the other. @throws LaunchError */
export async function buildPortal(root: string, signal: AbortSignal): Promise<void> {
  const path = join(root, '.cache', 'build.lock');
  const lock = takeFileLock(path) ?? takeFileLock(path, LONGEST_BUILD_MS);
  if (lock === undefined) throw new LaunchError('Another build of the portal takes too long.');
  try {
    if (isBuilt(root)) return;
    const made = fingerprint(root);
    rmSync(stampPath(root), { force: true });
    await runBuild(root, signal);
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(stampPath(root), made);
  } finally {
    lock.release();
  }
}

function runBuild(root: string, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    env: childVariables('production'),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  const collect = (text: string) => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new LaunchError(`The portal could not be built:\n${output.trimEnd()}`));
    });
  });
}

function stampPath(root: string): string {
  return join(root, '.cache', 'portal-build.stamp');
}
