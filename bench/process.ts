import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '#lib/clock';
import { childVariables } from '#lib/env';
import { type Core, onCore } from './cores.ts';

const READY_WITHIN_MS = 30_000;

export type BenchProcess = {
  readonly pid: number;
  /** Resident memory in MiB, or null where the system does not tell. */
  residentMib(): number | null;
  stop(): Promise<void>;
};

/**
 * Starts a Node script on a core and waits until `url` answers 200.
 * @param script path, and arguments behind it
 */
export async function startProcess(
  script: readonly string[],
  variables: Readonly<Record<string, string>>,
  url: string,
  core: Core = 'server',
): Promise<BenchProcess> {
  const [command = '', ...args] = onCore(core, [process.execPath, ...script]);
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...childVariables('production'), ...variables },
  });
  await answers(child, url);
  const pid = child.pid ?? 0;
  return { pid, residentMib: () => residentMib(pid), stop: () => stop(child) };
}

/** Resident memory of a process in MiB, from /proc. */
export function residentMib(pid: number): number | null {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  const deadline = clock.elapsed() + READY_WITHIN_MS;
  while (clock.elapsed() < deadline) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(' ')} ended at once`);
    const response = await fetch(url).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await delay(50);
  }
  child.kill();
  throw new Error(`${url} did not answer`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
