import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { samplePython } from '#test/sample-programs';

const run = promisify(execFile);
const LONGEST_MS = 20_000;

type Program = {
  /** Of its file, without the extension. */
  readonly name: string;
  readonly language: 'bash' | 'js' | 'python';
  readonly code: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
};

export type SamplePlayer = {
  /** Where programs run, and leave their files. */
  readonly folder: string;
  /** Runs a program as its reader would; what it prints. @throws when it fails or takes too long */
  play(program: Program): Promise<string>;
  close(): void;
};

/** Runs the programs of the documentation in a folder of their own. */
export function startSamplePlayer(): SamplePlayer {
  // Within the project, where packages are found.
  const folder = mkdtempSync(resolve('node_modules/.samples-'));
  const runners = {
    bash: { program: 'bash', extension: 'sh' },
    js: { program: process.execPath, extension: 'mjs' },
    python: { program: samplePython(), extension: 'py' },
  };
  return {
    folder,
    play: async ({ name, language, code, variables, args = [] }) => {
      const { program, extension } = runners[language];
      const file = `${folder}/${name}.${extension}`;
      writeFileSync(file, code);
      const { stdout } = await run(program, [file, ...args], {
        cwd: folder,
        env: { ...process.env, ...variables },
        timeout: LONGEST_MS,
      });
      return stdout;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
