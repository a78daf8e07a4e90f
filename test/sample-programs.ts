import { spawnSync } from 'node:child_process';
import { aptInstall, runs } from '#test/apt';

/** What the samples of the documentation are written for, beside Node and bash. */
const PROGRAMS = ['curl', 'python3'];
/** Pythons that may have packages of their own: the first of the PATH, and the system's. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/** Sees to it that the samples can be run; without a program their test fails and names it. */
export function bringSamplePrograms(say: (line: string) => void): void {
  for (const name of PROGRAMS) {
    if (!runs(name) && !aptInstall(name, name, say))
      say(`There is no ${name} to run samples with.`);
  }
  if (!PYTHONS.some(hasWebsockets)) aptInstall('python3-websockets', 'python3', say);
  if (!PYTHONS.some(hasWebsockets)) say('There is no python3 with websockets to run samples with.');
}

/** The Python to run samples with: one that has the package of the samples for streams, if there is one. */
export function samplePython(): string {
  return PYTHONS.find(hasWebsockets) ?? 'python3';
}

function hasWebsockets(python: string): boolean {
  return spawnSync(python, ['-c', 'import websockets'], { stdio: 'ignore' }).status === 0;
}
