import { spawnSync } from 'node:child_process';
import { SetupError } from '#lib/setup/error';

/** Runs a script on this Node; what it prints is shown only when it fails. */
export function runNode(args: string[], cwd: string, what: string): void {
  const done = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (done.status === 0) return;
  throw new SetupError(`${what} failed:\n${done.stdout}${done.stderr}`.trimEnd());
}

/**
 * Runs npm on this Node with its output on stderr.
 * @param script npm's own script, which the npm that started us names; without it the PATH's npm runs.
 */
export function runNpm(args: string[], cwd: string, script: string | undefined): void {
  const known = script?.endsWith('.js') === true;
  const done = spawnSync(known ? process.execPath : 'npm', known ? [script, ...args] : args, {
    cwd,
    stdio: ['ignore', 2, 2],
  });
  if (done.status === 0) return;
  throw new SetupError(`npm ${args[0]} failed; what it printed above says why.`);
}
