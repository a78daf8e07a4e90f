import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { childVariables } from '#lib/env';
import { onCore } from './cores.ts';

/** What streams are loaded with: see `bench/stream-client.ts`. */
export type StreamLoad = { readonly sent: number; readonly seconds: number; readonly p99: number };

/** Runs a script of the streams suite on the load's core until it ends; resolves with what it printed last. */
export async function runScript(
  script: string,
  args: readonly string[],
  input: string,
): Promise<string> {
  const child = startScript(script, args);
  child.stdin?.end(input);
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${script} failed`);
  return Buffer.concat(pieces).toString().trim();
}

/** Starts a script of the streams suite on the load's core. */
export function startScript(script: string, args: readonly string[]): ChildProcess {
  const [command = '', ...rest] = onCore('load', [process.execPath, script, ...args]);
  return spawn(command, rest, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childVariables('production'),
  });
}
