import { defineConfig } from 'vitest/config';
import { settingNames } from './lib/env.ts';

const folders = '{app,components,lib,bin,prisma,bench,test}';
/** Enough for env() to be read; the db project replaces the connection by a database of its own. */
const variables = {
  ...Object.fromEntries(settingNames.map((name) => [name, ''])),
  DATABASE_URL: 'postgresql://nobody:none@127.0.0.1:1/none',
  SESSION_SECRET: 'session-secret-of-the-tests-0123456789',
  KEY_PEPPER: `1:${Buffer.alloc(32, 'pepper').toString('base64url')}`,
  STREAM_SECRET: Buffer.alloc(32, 'stream').toString('base64url'),
  GATE_METRICS_PORT: 'off',
  WORKER_METRICS_PORT: 'off',
  LOG_LEVEL: 'silent',
};

export default defineConfig({
  test: {
    env: variables,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [`${folders}/**/*.db.test.ts`],
          exclude: ['**/node_modules/**'],
          globalSetup: ['test/global-setup.ts'],
          setupFiles: ['test/setup-database.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
