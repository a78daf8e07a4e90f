import { aptInstall, runs } from '#test/apt';

/** What the samples of the documentation are written for, beside Node and bash. */
const PROGRAMS = ['curl', 'python3'];

/** Sees to it that the samples can be run; without a program their test fails and names it. */
export function bringSamplePrograms(say: (line: string) => void): void {
  for (const name of PROGRAMS) {
    if (!runs(name) && !aptInstall(name, name, say))
      say(`There is no ${name} to run samples with.`);
  }
}
