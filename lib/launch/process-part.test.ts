import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processPart } from './process-part.ts';

let folder: string;
const log = vi.fn();
// Each of these starts a process or two, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'part-'));
  log.mockReset();
});
afterEach(() => rmSync(folder, { recursive: true }));

function part(script: string, graceMs = 5_000) {
  const path = join(folder, 'script.mjs');
  writeFileSync(path, script);
  return processPart({
    name: 'gate',
    args: [path],
    mode: 'production',
    graceMs,
    log,
    healthy: async (child, signal) => {
      await once(child, 'message', { signal }).catch(() => undefined);
    },
  });
}

const POLITE = `
  process.on('SIGTERM', () => { console.log('finishing'); process.exit(0); });
  console.log('starting');
  process.send('ready');
  setInterval(() => undefined, 1000);`;

test('is healthy when the process says so, and ends in its own way', async () => {
  const running = await part(POLITE).start(never);
  await running.stop();
  expect(await running.ended).toContain('ended with status 0');
  expect(log.mock.calls).toEqual([['gate', 'finishing']]);
});

test('a process that does not end in time is killed', async () => {
  const stubborn = `process.on('SIGTERM', () => undefined); ${POLITE.replace(/.*SIGTERM.*/, '')}`;
  const running = await part(stubborn, 100).start(never);
  await running.stop();
  expect(await running.ended).toContain('was ended by SIGKILL');
});

test('an end before it is healthy is told with the last words', async () => {
  const broken = `console.error('cannot find the table'); process.exit(3);`;
  await expect(part(broken).start(never)).rejects.toThrow(
    'ended with status 3\n  cannot find the table',
  );
});

test('a start that is called off ends the process', async () => {
  const slow = `setInterval(() => undefined, 1000);`;
  const callOff = new AbortController();
  const start = part(slow).start(callOff.signal);
  callOff.abort();
  await expect(start).rejects.toThrow('was ended by SIGTERM');
});

test('no process outlives a launcher that is killed, and it still finishes its work', async () => {
  const child = join(folder, 'child.mjs');
  const pidFile = join(folder, 'pid');
  const proof = join(folder, 'finished');
  writeFileSync(
    child,
    `import { writeFileSync } from 'node:fs';
     process.on('SIGTERM', () => {
       console.log('finishing');
       setTimeout(() => { writeFileSync(${JSON.stringify(proof)}, 'yes'); process.exit(0); }, 50);
     });
     setInterval(() => undefined, 1000);
     writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
     process.send('ready');`,
  );
  const source = `import { processPart } from '#lib/launch/process-part';
    import { once } from 'node:events';
    await processPart({ name: 'gate', args: [${JSON.stringify(child)}], mode: 'production', graceMs: 1000,
      log: () => undefined, healthy: async (it) => { await once(it, 'message'); } }).start(new AbortController().signal);
    process.send('up');`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: process.cwd(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(parent, 'message');
  const pid = Number(readFileSync(pidFile, 'utf8'));
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000 });
  expect(readFileSync(proof, 'utf8')).toBe('yes');
});
