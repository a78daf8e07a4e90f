import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteRunning, runningPortalUrl } from './running-file.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'running-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('the address is that of the portal that runs, as long as it does', () => {
  expect(runningPortalUrl(dataDir)).toBeUndefined();
  const end = noteRunning(dataDir, 'http://localhost:3300');
  expect(runningPortalUrl(dataDir)).toBe('http://localhost:3300');
  end();
  expect(runningPortalUrl(dataDir)).toBeUndefined();
  end();
});

test('what a killed start left behind says nothing', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const text = JSON.stringify({ pid, portalUrl: 'http://localhost:3300' });
  writeFileSync(join(dataDir, 'running.json'), text, { mode: 0o600 });
  expect(runningPortalUrl(dataDir)).toBeUndefined();
});
