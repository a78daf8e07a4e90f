import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stopServer } from '#lib/db/embedded/server';

const POLL_MS = 20;

/**
 * Stops a server that a killed start left running on this cluster; true when there was one. The caller
 * holds the data folder, so nobody is entitled to that server any more.
 */
export async function stopOrphan(data: string): Promise<boolean> {
  const pid = findServer(data);
  if (pid === undefined) return false;
  await stopServer(pid, gone(pid));
  return true;
}

/** The pid of the server that runs on this cluster. A number that another program has by now is not it. */
function findServer(data: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return undefined;
  return commandOf(pid).includes(data) ? pid : undefined;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // No /proc: the BSDs and macOS.
  }
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(POLL_MS);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
