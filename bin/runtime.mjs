import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** No usable Node can be had; the message is one sentence for the user. */
export class RuntimeError extends Error {}

/**
 * The first releases that run TypeScript by themselves and have all that the product uses: of 22, of
 * 23, which began without, and all from 24 on.
 */
const OLDEST = { 22: 19, 23: 6 };
const WANTED = 'node@24';

/** True when this `process.version` is new enough to be used as it is. */
export function isRecent(version) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  return major >= 24 || minor >= (OLDEST[major] ?? Number.POSITIVE_INFINITY);
}

/** The path of a new enough Node in `.runtime`, brought from npm the first time. */
export function bringRuntime(root, say) {
  const home = join(root, '.runtime');
  const found = findNode(home);
  if (found !== undefined) return found;
  say(`Node ${process.version} is too old for the product: bringing ${WANTED} from npm.`);
  const fresh = join(root, '.cache', `runtime.${process.pid}`);
  try {
    install(fresh, WANTED);
    // Where npm runs no install scripts, `node` stays empty; the package it would bring has the binary.
    if (findNode(fresh) === undefined) install(fresh, platformPackage());
    if (findNode(fresh) === undefined) throw new RuntimeError(`npm brought no working ${WANTED}.`);
    publish(fresh, home);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return findNode(home);
}

/** Moves the finished folder to its place at once; another run may have been first, with the same. */
function publish(fresh, home) {
  if (findNode(home) !== undefined) return;
  rmSync(home, { recursive: true, force: true });
  try {
    renameSync(fresh, home);
  } catch (error) {
    if (findNode(home) === undefined) throw error;
  }
}

function findNode(home) {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = [
    join(home, 'node_modules', 'node', 'bin', binary),
    join(home, 'node_modules', platformPackage().split('@')[0], 'bin', binary),
  ];
  return places.find((path) => existsSync(path) && works(path));
}

function works(path) {
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 && isRecent(answer.stdout.trim());
}

function platformPackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${platform}-${process.arch}@24`;
}

function install(folder, what) {
  mkdirSync(folder, { recursive: true });
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [file, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(file, [...first, 'install', '--prefix', folder, ...options, what], {
    stdio: ['ignore', 2, 2],
    shell: file === 'npm' && process.platform === 'win32',
  });
  if (done.status === 0) return;
  throw new RuntimeError(`${WANTED} could not be brought from npm; install Node 24 by hand.`);
}
