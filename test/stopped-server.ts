import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** Every process of a PostgreSQL server on this machine: the first one and its sessions. */
async function processesOf(ownerUrl: string): Promise<number[]> {
  const client = new Client(ownerUrl);
  await client.connect();
  try {
    const { rows: settings } = await client.query<{ folder: string }>(
      "SELECT current_setting('data_directory') AS folder",
    );
    const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
    const file = join(settings[0]?.folder ?? '', 'postmaster.pid');
    const main = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
    return [main, ...rows.map(({ pid }) => pid)];
  } finally {
    await client.end();
  }
}

/**
 * Stops a server with SIGSTOP: connections are still taken by the system, and nobody answers.
 * Returns what lets it go on.
 */
export async function stopServer(ownerUrl: string): Promise<() => void> {
  const pids = await processesOf(ownerUrl);
  const send = (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of pids) signalProcess(pid, signal);
  };
  send('SIGSTOP');
  return () => send('SIGCONT');
}

function signalProcess(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // A session that ended meanwhile.
  }
}
