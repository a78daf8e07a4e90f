import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchError } from '#lib/launch/error';
import { runCommand } from '#lib/launch/run-command';
import { findBrowser } from '#test/browser';
import { freePorts } from '#test/free-ports';
import { bringRedis } from '#test/redis-server';
import { bringSamplePrograms } from '#test/sample-programs';
import { readTotals } from '#test/totals';

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Runs unit and integration tests, then the end-to-end tests in a browser against a product started
 * for them. With filters, such as `lib/keys`, only the tests below those paths, and no browser.
 * @returns the exit status.
 */
export async function runTests(filters: string[]): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), 'developer-portal-tests-'));
  // The product's data is in it too, and root's database server has to pass through.
  chmodSync(reports, 0o711);
  try {
    if (filters.length === 0) {
      bringRedis(say);
      bringSamplePrograms(say);
    }
    const unit = await runVitest(reports, filters);
    const browser = filters.length > 0 ? 0 : await runPlaywright(reports);
    const { passed, failed, skipped } = readTotals(reports);
    say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
    return unit || browser;
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    say(error.message);
    return 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

async function runVitest(reports: string, filters: string[]): Promise<number> {
  const output = `--outputFile=${join(reports, 'vitest.json')}`;
  const { status } = await runCommand({
    script: 'vitest/vitest.mjs',
    args: ['run', '--reporter=default', '--reporter=json', output, ...filters],
    output: 'show',
  });
  return status;
}

async function runPlaywright(reports: string): Promise<number> {
  const browser = await findBrowser(say);
  const [portal, live, test] = await freePorts(3);
  const { status } = await runCommand({
    script: '@playwright/test/cli.js',
    args: ['test'],
    variables: {
      CHROMIUM_PATH: browser ?? '',
      DATA_DIR: join(reports, 'data'),
      PORTAL_PORT: String(portal),
      GATE_LISTEN: `${live}:live,${test}:test`,
      PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'playwright.json'),
    },
    output: 'show',
  });
  return status;
}
