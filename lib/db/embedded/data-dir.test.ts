import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeDataDir } from './data-dir.ts';

let folder: string;
let holder: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-dir-'));
});
afterEach(() => {
  holder?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('is made and taken, and can be taken again once released', () => {
  const path = join(folder, 'new', 'data');
  takeDataDir(path).release();
  expect(existsSync(path)).toBe(true);
  takeDataDir(path).release();
});

test('a second start is refused with the pid of the first, until that one is gone', async () => {
  holder = spawn(
    process.execPath,
    [
      '--expose-gc',
      '--input-type=module',
      '--eval',
      `import { takeDataDir } from '#lib/db/embedded/data-dir';
       takeDataDir(${JSON.stringify(folder)});
       globalThis.gc();
       process.send('held');
       setInterval(() => undefined, 1000);`,
    ],
    { cwd: process.cwd(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  await once(holder, 'message');
  expect(() => takeDataDir(folder)).toThrow(
    `The data folder ${folder} is held by another start, process ${holder.pid}: stop that one, or set DATA_DIR.`,
  );
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  takeDataDir(folder).release();
}, 30_000);
