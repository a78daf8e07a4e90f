import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { startThrowaway } from '#lib/db/embedded/throwaway';
import { migrate } from '#lib/db/migrate/run';
import { randomBytes } from '#lib/ids';

export type BenchDatabase = {
  /** The superuser's connection. */
  readonly ownerUrl: string;
  /** What a process of the product needs to run on this database. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const LOGIN = 'bench';

/** A migrated throw-away PostgreSQL that flushes to disk as in real use, and new secrets for it. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const server = await startThrowaway(true);
  const password = randomBytes(16).toString('hex');
  const owner = new Client(server.ownerUrl);
  await owner.connect();
  await owner.query(
    `CREATE ROLE ${escapeIdentifier(LOGIN)} LOGIN PASSWORD ${escapeLiteral(password)}`,
  );
  await owner.end();
  const address = new URL(server.ownerUrl);
  address.username = LOGIN;
  address.password = password;
  await migrate({ ownerUrl: server.ownerUrl, appUrl: address.href, folder: 'prisma/migrations' });
  return {
    ownerUrl: server.ownerUrl,
    variables: {
      DATABASE_URL: address.href,
      MIGRATION_DATABASE_URL: server.ownerUrl,
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      KEY_PEPPER: `1:${randomBytes(32).toString('base64url')}`,
      STREAM_SECRET: randomBytes(32).toString('base64url'),
      GATE_METRICS_PORT: 'off',
      LOG_LEVEL: 'warn',
    },
    stop: server.stop,
  };
}
