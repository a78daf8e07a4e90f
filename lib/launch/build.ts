import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childVariables } from '#lib/env';
import { randomBytes } from '#lib/ids';
import { type FileLock, takeFileLock } from '#lib/setup/file-lock';
import { LaunchError } from './error.ts';
import { fingerprint } from './sources.ts';

/** Below the project's root; each build is in a folder of its own, named after its sources. */
const BUILDS = '.portal';
const COMPLETE = 'complete';
const LONGEST_BUILD_MS = 10 * 60_000;
/** Next.js writes into the configuration that it is given. */
const COMPILER_SETTINGS = { extends: '../tsconfig.json' };

/** A build of the portal; it stays until it is released by all who hold it. */
export type HeldBuild = FileLock & {
  /** Relative to the project's root. */
  readonly folder: string;
};

/**
 * Holds the build of the sources as they are now, made by `make` where there is none. A portal that runs
 * from another build is not touched; builds that nobody holds are removed. @throws LaunchError
 */
export async function takeBuild(
  root: string,
  make: (folder: string) => Promise<void>,
): Promise<HeldBuild> {
  const path = join(root, BUILDS, 'builds.lock');
  const lock = takeFileLock(path) ?? takeFileLock(path, LONGEST_BUILD_MS);
  if (lock === undefined) throw new LaunchError('Another build of the portal takes too long.');
  try {
    const name = fingerprint(root).slice(0, 16);
    const folder = join(BUILDS, name);
    const complete = join(root, folder, COMPLETE);
    if (!existsSync(complete)) {
      await make(folder);
      writeFileSync(complete, '');
    }
    const held = holdBuild(root, name);
    removeUnheld(root);
    return { ...held, folder };
  } finally {
    lock.release();
  }
}

/** Builds the portal into the folder with Next.js. @throws LaunchError with what it said */
export function buildPortal(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const settings = join(root, BUILDS, 'tsconfig.json');
  writeFileSync(settings, JSON.stringify(COMPILER_SETTINGS));
  const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    env: { ...childVariables('production'), ...buildVariables(folder) },
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

/** Tells `next.config.ts` the folder. */
export function buildVariables(folder: string): Record<string, string> {
  return { PORTAL_BUILD: folder };
}

function holdBuild(root: string, name: string): FileLock {
  const lock = takeFileLock(join(root, BUILDS, `${name}.held`, randomBytes(8).toString('hex')));
  if (lock === undefined) throw new LaunchError(`The build ${name} of the portal cannot be held.`);
  return lock;
}

function removeUnheld(root: string): void {
  for (const name of readdirSync(join(root, BUILDS))) {
    const build = join(root, BUILDS, name);
    if (!/^[0-9a-f]{16}$/.test(name) || isHeld(`${build}.held`)) continue;
    rmSync(build, { recursive: true });
    rmSync(`${build}.held`, { recursive: true, force: true });
  }
}

/** Whether a process that lives has its lock in the folder. */
function isHeld(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((file) => {
    const lock = takeFileLock(join(folder, file));
    if (lock === undefined) return true;
    lock.release();
    rmSync(join(folder, file));
    return false;
  });
}
