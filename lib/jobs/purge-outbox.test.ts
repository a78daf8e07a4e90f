import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resetEnv } from '#lib/env';
import { outboxFolder } from '#lib/mail/send';
import { purgeOutbox } from './purge-outbox.ts';

const DAY_MS = 86_400_000;
/** Never connected: the outbox is a folder. */
const pool = new Pool();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  vi.stubEnv('DATA_DIR', folder);
  resetEnv();
});
afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
  rmSync(folder, { recursive: true });
});

test('mails go after 30 days, whole or half written, and nothing else does', async () => {
  mkdirSync(outboxFolder());
  const ages = { 'old.eml': 31, 'half.eml.new': 31, 'young.eml': 29, 'notes.txt': 400 };
  for (const [name, days] of Object.entries(ages)) {
    const path = join(outboxFolder(), name);
    writeFileSync(path, '');
    const written = new Date(Date.now() - days * DAY_MS);
    utimesSync(path, written, written);
  }
  expect(await purgeOutbox.run(pool)).toBe(2);
  expect(readdirSync(outboxFolder()).sort()).toEqual(['notes.txt', 'young.eml']);
  expect(await purgeOutbox.run(pool)).toBe(0);
});

test('there need be no outbox', async () => {
  expect(await purgeOutbox.run(pool)).toBe(0);
});
