import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { childVariables } from '#lib/env';

export type Command = {
  /** A script below node_modules. */
  script: string;
  args: string[];
  mode?: 'production' | 'development';
  /** Variables besides this process's own. */
  variables?: Record<string, string>;
  /** `show` prints what it says as it goes; `hold` gives it back. */
  output: 'show' | 'hold';
};

/** Runs an installed tool on this Node. Resolves with its exit status and, if held, its output. */
export function runCommand(command: Command): Promise<{ status: number; output: string }> {
  const held = command.output === 'hold';
  const child = spawn(
    process.execPath,
    [join(process.cwd(), 'node_modules', command.script), ...command.args],
    {
      env: { ...childVariables(command.mode ?? 'development'), ...command.variables },
      stdio: ['ignore', held ? 'pipe' : 'inherit', held ? 'pipe' : 'inherit'],
    },
  );
  let output = '';
  const collect = (text: string) => {
    output += text;
  };
  child.stdout?.setEncoding('utf8').on('data', collect);
  child.stderr?.setEncoding('utf8').on('data', collect);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, output }));
  });
}
