import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '#lib/clock';
import { DatabaseError } from '#lib/db/embedded/error';
import { serverIdentity, serverVariables } from '#lib/db/embedded/identity';

export type ServerOptions = {
  /** Folder with `bin`, `lib` and `share`. */
  binaries: string;
  data: string;
  /** On 127.0.0.1. */
  port: number;
  /** File that the server's messages are added to. */
  log: string;
  /** False only for a throw-away cluster: fsync off. */
  durable: boolean;
  maxConnections?: number;
};

export type Server = {
  pid: number;
  /** Resolves when the server's process has ended, however it did. */
  ended: Promise<void>;
  /** Ends connections, writes everything out and ends; resolves when the process is gone. */
  stop: () => Promise<void>;
};

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 60_000;
const POLL_MS = 15;

/** Starts the server on its cluster and resolves when it takes connections. @throws DatabaseError */
export async function startServer(options: ServerOptions): Promise<Server> {
  const child = launch(options);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let running = true;
  void ended.then(() => {
    running = false;
  });
  const deadline = clock.elapsed() + READY_WITHIN_MS;
  while (!isReady(options.data, child.pid)) {
    if (!running || child.pid === undefined) throw notStarted(options.log);
    if (clock.elapsed() > deadline) {
      child.kill('SIGQUIT');
      throw notStarted(options.log);
    }
    await delay(POLL_MS);
  }
  return { pid: child.pid ?? 0, ended, stop: () => stopServer(child.pid ?? 0, ended) };
}

/**
 * Ends a server by its pid: fast shutdown first, an immediate one if that hangs. The latter loses
 * nothing either; the next start recovers from the write-ahead log.
 */
export async function stopServer(pid: number, ended: Promise<void>): Promise<void> {
  signal(pid, 'SIGINT');
  const timer = setTimeout(() => signal(pid, 'SIGQUIT'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

function launch(options: ServerOptions): ChildProcess {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port: options.port,
    unix_socket_directories: '',
    max_connections: options.maxConnections ?? 100,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    password_encryption: 'scram-sha-256',
    ...(options.durable
      ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(options.log, 'a', 0o600);
  try {
    // Its own process group: a Ctrl-C in the terminal must not reach it before those who use it.
    return spawn(join(options.binaries, 'bin', 'postgres'), ['-D', options.data, ...flags], {
      ...serverIdentity(),
      cwd: options.data,
      env: serverVariables,
      stdio: ['ignore', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

/** The server writes its state into postmaster.pid: the pid in line 1, `ready` in line 8. */
function isReady(data: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function notStarted(log: string): DatabaseError {
  const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  return new DatabaseError(`PostgreSQL did not start; its last messages:\n${tail}`);
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}
