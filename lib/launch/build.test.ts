import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HeldBuild, takeBuild } from './build.ts';

let root: string;
let made: string[];
let taken: HeldBuild[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'));
  writeFileSync(join(root, 'proxy.ts'), 'one');
  made = [];
  taken = [];
});
afterEach(() => {
  for (const build of taken) build.release();
  rmSync(root, { recursive: true });
});

async function make(folder: string): Promise<void> {
  mkdirSync(join(root, folder), { recursive: true });
  made.push(folder);
}

async function take(): Promise<HeldBuild> {
  const build = await takeBuild(root, make);
  taken.push(build);
  return build;
}

const isThere = ({ folder }: HeldBuild) => existsSync(join(root, folder, 'complete'));

test('the same sources are built once', async () => {
  const first = await take();
  const second = await take();
  expect(second.folder).toBe(first.folder);
  expect(made).toEqual([first.folder]);
});

test('a build that is held stays beside the next one, whoever else let go of it', async () => {
  const old = await take();
  (await take()).release();
  writeFileSync(join(root, 'proxy.ts'), 'two');
  const next = await take();
  expect(next.folder).not.toBe(old.folder);
  expect([old, next].map(isThere)).toEqual([true, true]);
});

test('a build that nobody holds any more goes with the next take, its lock left by a killed process or not', async () => {
  const old = await take();
  old.release();
  writeFileSync(join(root, 'proxy.ts'), 'two');
  const next = await take();
  expect([old, next].map(isThere)).toEqual([false, true]);
});

test('what was not finished is made again', async () => {
  const broken = takeBuild(root, async (folder) => {
    await make(folder);
    throw new Error('interrupted');
  });
  await expect(broken).rejects.toThrow('interrupted');
  expect(isThere(await take())).toBe(true);
  expect(made).toHaveLength(2);
});
