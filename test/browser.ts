import { spawnSync } from 'node:child_process';
import { settings } from '#lib/env';
import { LaunchError } from '#lib/launch/error';
import { runCommand } from '#lib/launch/run-command';
import { aptInstall, runs } from '#test/apt';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** How a browser is started: by root too, and without looking for hosts of its maker's. */
export const BROWSER_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A browser for the end-to-end tests: the one of CHROMIUM_PATH, one on the PATH, one from apt-get, or
 * Playwright's own. Resolves with its command, or undefined for Playwright's.
 * @throws LaunchError saying what to do when none can be had
 */
export async function findBrowser(say: (line: string) => void): Promise<string | undefined> {
  const { chromiumPath } = settings();
  if (chromiumPath !== undefined) {
    if (runs(chromiumPath)) return chromiumPath;
    throw new LaunchError(`CHROMIUM_PATH names ${chromiumPath}, which does not run.`);
  }
  const present = NAMES.find(runs);
  if (present !== undefined) return pathOf(present);
  if (aptInstall('chromium', 'chromium', say)) return pathOf('chromium');
  say("Bringing Playwright's own browser.");
  const brought = await runCommand({
    script: 'playwright/cli.js',
    args: ['install', 'chromium'],
    output: 'hold',
  });
  if (brought.status === 0) return undefined;
  throw new LaunchError(
    'The end-to-end tests need a browser, and none can be had: install Chromium and name it in CHROMIUM_PATH.',
  );
}

/** Playwright wants a path, not a name. */
function pathOf(name: string): string {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return found.stdout.trim() || name;
}
