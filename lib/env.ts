import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readDatabaseFile } from '#lib/env/database-file';
import { readDotenv } from '#lib/env/dotenv';
import { EnvError } from '#lib/env/error';
import { type GateListener, parseGateListen, portFor } from '#lib/env/listen';
import { type MailSettings, mailShape, readMail } from '#lib/env/mail';
import { type MetricsPorts, metricsShape, readMetricsPorts } from '#lib/env/metrics';
import { type Payments, paymentFields, readPayments } from '#lib/env/payments';
import { type RecordDays, readRecordDays, recordShape } from '#lib/env/records';
import { parsePeppers, parseSecretBytes, readSecrets } from '#lib/env/secrets';
import { readStreams, type StreamSettings, streamShape } from '#lib/env/streams';

export { EnvError } from '#lib/env/error';

/** What a start needs before there is a database; its own secrets and connections are not in it. */
export type Settings = {
  portalPort: number;
  /** The interface that the portal listens on; undefined means every one. */
  portalHost: string | undefined;
  /** The portal's public origin, without a slash at its end. */
  portalUrl: string;
  gateListen: readonly GateListener[];
  /** The gate's public origins, as shown to developers. */
  gateUrl: { live: string; test: string };
  /** Absolute path. */
  dataDir: string;
  redisUrl: string | undefined;
  /** CIDR blocks whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  logLevel: LogLevel;
  /** How credits are sold. */
  payments: Payments;
  recordDays: RecordDays;
  metricsPorts: MetricsPorts;
  mail: MailSettings;
  streams: StreamSettings;
  /** The browser of the end-to-end tests, if one is named. */
  chromiumPath: string | undefined;
  /** True when the product runs its own PostgreSQL in the data folder. */
  embedded: boolean;
};

export type Env = Settings & {
  /** Connection of the processes; they act as the role portal_app on it. */
  databaseUrl: string;
  /** Connection of the tables' owner, for migrations only. */
  migrationDatabaseUrl: string;
  sessionSecret: string;
  peppers: ReadonlyMap<number, Buffer>;
  /** The highest pepper version; new digests are made with it. */
  currentPepper: number;
  streamSecret: Buffer;
};

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const port = (text: string) => (/^\d{1,5}$/.test(text) ? Number(text) : 0);
const optional = z.string().optional();
const origin = (otherwise: string) =>
  optional.transform((text, ctx) => {
    const url = URL.parse(text ?? otherwise);
    if (url !== null && /^https?:$/.test(url.protocol) && isBareOrigin(url)) return url.origin;
    ctx.addIssue('is not an address such as https://portal.example.com, without a path');
    return z.NEVER;
  });
const connection = (...schemes: string[]) =>
  optional.refine((text) => text === undefined || schemes.includes(schemeOf(text)), {
    error: `is not a ${schemes[0]}:// address`,
  });

const shape = z.object({
  PORTAL_PORT: z
    .string()
    .default('3000')
    .transform(port)
    .refine((value) => value >= 1 && value <= 65535, { error: 'is not a port number' }),
  PORTAL_HOST: optional,
  PORTAL_URL: optional,
  GATE_LISTEN: z
    .string()
    .default('4000:live,4001:test')
    .transform((text, ctx) => {
      const listeners = parseGateListen(text);
      if (typeof listeners !== 'string') return listeners;
      ctx.addIssue(`is wrong: ${listeners}`);
      return z.NEVER;
    }),
  GATE_LIVE_URL: optional,
  GATE_TEST_URL: optional,
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: connection('postgresql', 'postgres'),
  MIGRATION_DATABASE_URL: connection('postgresql', 'postgres'),
  REDIS_URL: connection('redis', 'rediss'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
    .refine((blocks) => blocks.every(isCidr), {
      error: 'is not a list of addresses or CIDR blocks such as 10.0.0.0/8,::1',
    }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `is not one of ${LOG_LEVELS.join(', ')}` })
    .default('info'),
  CHROMIUM_PATH: optional,
  ...recordShape,
  ...metricsShape,
  ...mailShape,
  ...streamShape,
  SESSION_SECRET: optional,
  KEY_PEPPER: optional,
  STREAM_SECRET: optional,
  ...paymentFields,
});

/** Every setting there is. */
export const settingNames: readonly string[] = Object.keys(shape.shape);

/** Names that may stand in `.env` besides the settings: what Node and Next.js read themselves. */
const FOREIGN_NAMES = /^(NODE_|NEXT_|TZ$)/;

let cachedSettings: Settings | undefined;
let cachedEnv: Env | undefined;

/**
 * Everything the product can be told by environment variables and `.env`, parsed once.
 * @throws EnvError with one clear sentence for each bad or missing setting.
 */
export function env(): Env {
  cachedEnv ??= complete(settings(), variables());
  return cachedEnv;
}

/** The part of `env()` that needs neither secrets nor a database. @throws EnvError */
export function settings(): Settings {
  cachedSettings ??= parseSettings(variables());
  return cachedSettings;
}

/** Forgets what was parsed; a test that changes variables calls it, nothing else. */
export function resetEnv(): void {
  cachedSettings = undefined;
  cachedEnv = undefined;
}

/** next-auth reads the portal's address from its variable alone; without it a Host header could decide. */
export function tellNextAuth(): void {
  process.env.NEXTAUTH_URL = settings().portalUrl;
}

/** This process's variables, for a child process that runs in this mode. */
export function childVariables(mode: 'production' | 'development'): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: mode };
}

function variables(): Record<string, string | undefined> {
  const file = readDotenv(resolve('.env'));
  if (!file.ok) throw new EnvError(file.problem);
  for (const name of Object.keys(file.values)) {
    if (name in shape.shape || FOREIGN_NAMES.test(name)) continue;
    throw new EnvError(`The file .env sets ${name}, which is not a setting.`);
  }
  const merged: Record<string, string | undefined> = {};
  for (const name of settingNames) {
    // An empty variable is an unset one, and hides what `.env` says.
    merged[name] = (process.env[name] ?? file.values[name]) || undefined;
  }
  return merged;
}

function parseSettings(source: Record<string, string | undefined>): Settings {
  const raw = check(shape.safeParse(source));
  const local = (listener: 'live' | 'test') => {
    const at = portFor(raw.GATE_LISTEN, listener);
    return at === undefined ? '' : `http://localhost:${at}`;
  };
  const urls = z.object({
    PORTAL_URL: origin(`http://localhost:${raw.PORTAL_PORT}`),
    GATE_LIVE_URL: origin(local('live')),
    GATE_TEST_URL: origin(local('test')),
  });
  const { PORTAL_URL, GATE_LIVE_URL, GATE_TEST_URL } = check(urls.safeParse(source));
  const payments = readPayments(raw);
  if (typeof payments === 'string') throw new EnvError(payments);
  return {
    portalPort: raw.PORTAL_PORT,
    portalHost: raw.PORTAL_HOST,
    portalUrl: PORTAL_URL,
    gateListen: raw.GATE_LISTEN,
    gateUrl: { live: GATE_LIVE_URL, test: GATE_TEST_URL },
    dataDir: resolve(raw.DATA_DIR),
    redisUrl: raw.REDIS_URL,
    trustedProxies: raw.TRUSTED_PROXIES,
    logLevel: raw.LOG_LEVEL,
    payments,
    recordDays: readRecordDays(raw),
    metricsPorts: readMetricsPorts(raw),
    mail: readMail(raw, PORTAL_URL),
    streams: readStreams(raw, PORTAL_URL),
    chromiumPath: raw.CHROMIUM_PATH,
    embedded: raw.DATABASE_URL === undefined,
  };
}

function complete(base: Settings, source: Record<string, string | undefined>): Env {
  const texts = base.embedded ? embeddedTexts(base.dataDir, source) : source;
  const missing = ['SESSION_SECRET', 'KEY_PEPPER', 'STREAM_SECRET'].filter((name) => !texts[name]);
  if (missing.length > 0) {
    throw new EnvError(
      missing.map((name) => `${name} must be set when DATABASE_URL is set.`).join('\n'),
    );
  }
  const { DATABASE_URL = '', MIGRATION_DATABASE_URL = DATABASE_URL, SESSION_SECRET = '' } = texts;
  const peppers = parsePeppers(texts.KEY_PEPPER ?? '');
  const streamSecret = parseSecretBytes(texts.STREAM_SECRET ?? '');
  const faults: string[] = [];
  if (SESSION_SECRET.length < 32) faults.push('SESSION_SECRET has fewer than 32 characters.');
  if (typeof peppers === 'string') faults.push(`KEY_PEPPER is wrong: ${peppers}.`);
  if (typeof streamSecret === 'string') faults.push(`STREAM_SECRET ${streamSecret}.`);
  if (typeof peppers === 'string' || typeof streamSecret === 'string' || faults.length > 0) {
    throw new EnvError(faults.join('\n'));
  }
  return {
    ...base,
    databaseUrl: DATABASE_URL,
    migrationDatabaseUrl: MIGRATION_DATABASE_URL,
    sessionSecret: SESSION_SECRET,
    peppers,
    currentPepper: Math.max(...peppers.keys()),
    streamSecret,
  };
}

/** In embedded mode a start wrote secrets and connections; given secrets still go first. */
function embeddedTexts(
  dataDir: string,
  source: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const secrets = readSecrets(dataDir);
  const database = readDatabaseFile(dataDir);
  if (secrets === undefined || database === undefined) {
    throw new EnvError(`Nothing has been started in ${dataDir} yet: run npm start first.`);
  }
  return {
    SESSION_SECRET: source.SESSION_SECRET ?? secrets.SESSION_SECRET,
    KEY_PEPPER: source.KEY_PEPPER ?? secrets.KEY_PEPPER,
    STREAM_SECRET: source.STREAM_SECRET ?? secrets.STREAM_SECRET,
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: database.ownerUrl,
  };
}

function check<Output>(result: z.ZodSafeParseResult<Output>): Output {
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
  throw new EnvError(sentences.join('\n'));
}

function isBareOrigin(url: URL): boolean {
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
}

function schemeOf(text: string): string {
  return URL.parse(text)?.protocol.slice(0, -1) ?? '';
}

function isCidr(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0) return false;
  return bits === undefined || Number(bits) <= (family === 4 ? 32 : 128);
}
