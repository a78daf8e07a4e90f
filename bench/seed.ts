import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { childVariables } from '#lib/env';
import type { BenchDatabase } from './database.ts';

const run = promisify(execFile);
/** No call of a measurement may meet a limit. */
const PLENTY = 1_000_000_000;

export type Seeded = {
  readonly organizationId: string;
  readonly keyId: string;
  readonly secret: string;
};

/** An organization without limits that matter, and a live key of it; made by the admin command. */
export async function seedBench(database: BenchDatabase): Promise<Seeded> {
  const org = await admin(database, ['org', 'create', '--name', 'Bench', '--plan', 'enterprise']);
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  await owner.query(
    'UPDATE organizations SET rate_limit_per_minute = $2, concurrent_sessions = $2 WHERE id = $1',
    [org.id, PLENTY],
  );
  await owner.end();
  const options = ['--org', org.id, '--env', 'live'];
  await admin(database, ['credits', 'grant', ...options, '--amount', String(PLENTY)]);
  const key = await admin(database, ['key', 'create', ...options, '--name', 'Bench']);
  return { organizationId: org.id, keyId: key.id, secret: key.secret };
}

/** Runs the admin command on the database and returns what it prints. */
async function admin(
  { variables }: BenchDatabase,
  args: readonly string[],
): Promise<{ id: string; secret: string }> {
  const { stdout } = await run(process.execPath, ['bin/admin.ts', ...args, '--json'], {
    env: { ...childVariables('production'), ...variables },
  });
  return JSON.parse(stdout) as { id: string; secret: string };
}
