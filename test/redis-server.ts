import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { aptInstall, runs } from '#test/apt';

export type RedisServer = { readonly url: string; stop(): Promise<void> };

/** The program of Redis or of Valkey, or null where neither is installed. */
export function findRedis(): string | null {
  return ['redis-server', 'valkey-server'].find(runs) ?? null;
}

/** Installs Redis where that is possible; elsewhere says what is not tested without it. */
export function bringRedis(say: (line: string) => void): void {
  if (findRedis() !== null || aptInstall('redis-server', 'redis-server', say)) return;
  say(
    'There is no redis-server or valkey-server here and none can be had: limits that several gates share are NOT tested.',
  );
}

/** Starts a Redis that keeps nothing, and waits until it takes connections. */
export async function startRedis(program: string, port: number): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const child = spawn(program, [...options, '--dir', folder], { stdio: 'ignore' });
  while (!(await accepts(port))) await delay(20);
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.destroy()).on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
  });
}
