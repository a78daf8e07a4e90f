import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EnvError, env, resetEnv, settings } from '#lib/env';
import { writeDatabaseFile } from '#lib/env/database-file';
import { ensureSecrets } from '#lib/env/secrets';

beforeEach(() => resetEnv());
afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
});

function problems(changes: Record<string, string>): string[] {
  for (const [name, value] of Object.entries(changes)) vi.stubEnv(name, value);
  try {
    env();
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.message.split('\n');
  }
}

describe('settings', () => {
  test('have defaults', () => {
    vi.stubEnv('DATABASE_URL', '');
    expect(settings()).toMatchObject({
      portalPort: 3000,
      portalUrl: 'http://localhost:3000',
      gateUrl: { live: 'http://localhost:4000', test: 'http://localhost:4001' },
      trustedProxies: [],
      embedded: true,
      mail: {
        smtpUrl: undefined,
        mailFrom: 'Developer Portal <no-reply@localhost>',
        webhookAllowLoopback: false,
      },
    });
  });

  test('let browsers of the portal and of nobody else open streams, unless told otherwise', () => {
    vi.stubEnv('PORTAL_URL', 'https://portal.example.com');
    expect(settings().streams).toEqual({
      origins: ['https://portal.example.com'],
      engineUrl: undefined,
    });
    vi.stubEnv('STREAM_ORIGINS', 'https://a.example.com, *');
    resetEnv();
    expect(settings().streams.origins).toEqual(['https://a.example.com', '*']);
  });

  test('follow each other', () => {
    vi.stubEnv('PORTAL_PORT', '8080');
    vi.stubEnv('GATE_LISTEN', '9000:any');
    vi.stubEnv('GATE_LIVE_URL', 'https://api.example.com/');
    expect(settings()).toMatchObject({
      portalUrl: 'http://localhost:8080',
      gateUrl: { live: 'https://api.example.com', test: 'http://localhost:9000' },
    });
  });
});

describe('a bad setting is one sentence that names it', () => {
  test.each([
    [{ PORTAL_PORT: '99999' }, 'PORTAL_PORT is not a port number.'],
    [{ PORTAL_PORT: '3000 ' }, 'PORTAL_PORT is not a port number.'],
    [{ GATE_LISTEN: '4000' }, /^GATE_LISTEN is wrong: "4000" is not PORT:live/],
    [{ PORTAL_URL: 'portal.example.com' }, /^PORTAL_URL is not an address such as https:/],
    [{ PORTAL_URL: 'https://example.com/portal' }, /^PORTAL_URL .*without a path\.$/],
    [{ GATE_LISTEN: '4000:live' }, /^GATE_TEST_URL is not an address/],
    [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL is not a postgresql:// address.'],
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL is not a redis:// address.'],
    [{ TRUSTED_PROXIES: '10.0.0.0/33' }, /^TRUSTED_PROXIES is not a list of addresses/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is not one of fatal, error/],
    [{ SMTP_URL: 'mail.example.com:25' }, 'SMTP_URL is not an smtp:// or smtps:// address.'],
    [{ MAIL_FROM: 'nobody' }, /^MAIL_FROM is not an address such as portal@/],
    [{ WEBHOOK_ALLOW_LOOPBACK: 'yes' }, 'WEBHOOK_ALLOW_LOOPBACK is neither 0 nor 1.'],
    [{ RECORDING_DAYS: '0' }, 'RECORDING_DAYS is not a number of days from 1 to 3650.'],
    [{ WEBHOOK_PORTS: '443,x' }, 'WEBHOOK_PORTS is not a list of port numbers such as 443,8443.'],
    [{ WEBHOOK_PORTS: '70000' }, 'WEBHOOK_PORTS is not a list of port numbers such as 443,8443.'],
    [{ STREAM_ORIGINS: 'app.example.com' }, /^STREAM_ORIGINS is not a list of origins/],
    [{ STREAM_ORIGINS: 'https://a.example.com/' }, /^STREAM_ORIGINS is not a list of origins/],
    [{ SPEECH_ENGINE_URL: 'http://engine' }, /^SPEECH_ENGINE_URL is not a ws:\/\/ or wss:/],
    [{ SESSION_SECRET: 'short' }, 'SESSION_SECRET has fewer than 32 characters.'],
    [{ KEY_PEPPER: 'pepper' }, /^KEY_PEPPER is wrong: it is not of the form/],
    [{ KEY_PEPPER: '' }, 'KEY_PEPPER must be set when DATABASE_URL is set.'],
    [{ STREAM_SECRET: 'abc' }, 'STREAM_SECRET has fewer than 32 bytes.'],
  ])('%j', (changes, sentence) => {
    const found = problems(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });

  test('all of them at once', () => {
    expect(problems({ PORTAL_PORT: 'x', LOG_LEVEL: 'y' })).toHaveLength(2);
  });
});

describe('embedded mode', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'env-'));
    vi.stubEnv('DATA_DIR', dataDir);
    for (const name of ['DATABASE_URL', 'SESSION_SECRET', 'KEY_PEPPER', 'STREAM_SECRET']) {
      vi.stubEnv(name, '');
    }
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  test('says what to do when nothing has been started', () => {
    expect(problems({})).toEqual([
      `Nothing has been started in ${dataDir} yet: run npm start first.`,
    ]);
  });

  test('finds secrets and connections in the data folder', () => {
    ensureSecrets(dataDir);
    writeDatabaseFile(dataDir, {
      url: 'postgresql://a',
      ownerUrl: 'postgresql://b',
      folder: dataDir,
    });
    expect(env()).toMatchObject({
      embedded: true,
      databaseUrl: 'postgresql://a',
      migrationDatabaseUrl: 'postgresql://b',
      currentPepper: 1,
    });
    expect(env().streamSecret).toHaveLength(32);
  });
});

test('the highest pepper version is the current one', () => {
  const pepper = Buffer.alloc(32, 1).toString('base64url');
  vi.stubEnv('KEY_PEPPER', `1:${pepper},3:${pepper},2:${pepper}`);
  expect(env().currentPepper).toBe(3);
});
