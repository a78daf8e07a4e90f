import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The core of whatever serves, and the core of whatever loads it. */
export type Core = 'server' | 'load';

const canPin = availableParallelism() > 1 && hasTaskset();

/** Whether servers and load run on different cores. */
export const pinned = canPin;

/** The command that runs this one on its core; unchanged where cores can't be chosen. */
export function onCore(core: Core, command: readonly string[]): string[] {
  return canPin ? ['taskset', '-c', core === 'server' ? '0' : '1', ...command] : [...command];
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
