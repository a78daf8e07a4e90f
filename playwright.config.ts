import { defineConfig, devices } from '@playwright/test';
import { settingNames } from '#lib/env';
import { BROWSER_FLAGS } from '#test/browser';

/** `npm test` gives a data folder and ports of their own; these are for `npx playwright test` alone. */
const settings = {
  // Whatever this machine's environment or .env says, above all DATABASE_URL, is not for the tests.
  ...Object.fromEntries(settingNames.map((name) => [name, ''])),
  DATA_DIR: process.env.DATA_DIR ?? '.cache/e2e',
  PORTAL_PORT: process.env.PORTAL_PORT ?? '3100',
  GATE_LISTEN: process.env.GATE_LISTEN ?? '4100:live,4101:test',
  GATE_METRICS_PORT: 'off',
  WORKER_METRICS_PORT: 'off',
  // Endpoints of the tests are on this machine.
  WEBHOOK_ALLOW_LOOPBACK: '1',
  LOG_LEVEL: 'trace',
};
const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json'] as const] : [])],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${settings.PORTAL_PORT}`,
    // Filming every page costs more than all that the tests do; one picture of a failure is enough.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [...BROWSER_FLAGS],
    },
  },
  webServer: {
    command: 'node e2e/serve.ts',
    env: settings,
    wait: { stdout: /is ready/ },
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 60_000 },
  },
});
