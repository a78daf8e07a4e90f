import { spawnSync } from 'node:child_process';

/** Whether a program of this name is on the PATH and says its version. */
export function runs(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Installs a package where apt-get and the rights for it are; true when its command then runs. */
export function aptInstall(name: string, command: string, say: (line: string) => void): boolean {
  if (process.getuid?.() !== 0 || !runs('apt-get')) return false;
  say(`Installing ${name} with apt-get.`);
  const install = () => apt('install', '-y', '--no-install-recommends', name);
  return (install() || (apt('update') && install())) && runs(command);
}

function apt(...args: string[]): boolean {
  return spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 2] }).status === 0;
}
