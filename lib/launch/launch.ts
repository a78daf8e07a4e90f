import { join } from 'node:path';
import { takeDataDir } from '#lib/db/embedded/data-dir';
import { DatabaseError } from '#lib/db/embedded/error';
import { MigrationError } from '#lib/db/migrate/error';
import { migrate } from '#lib/db/migrate/run';
import { verifyPeppers } from '#lib/db/peppers';
import { EnvError, env, settings } from '#lib/env';
import { dotenvWarning } from '#lib/env/dotenv';
import { noteRunning } from '#lib/env/running-file';
import { buildPortal, takeBuild } from './build.ts';
import { Crew } from './crew.ts';
import { databasePart } from './database.ts';
import { LaunchError } from './error.ts';
import { makePart, type PartName } from './parts.ts';
import { checkPorts, type WantedPort } from './ports.ts';
import { type Steps, showSteps } from './steps.ts';
import { welcome } from './welcome.ts';

export type LaunchOptions = {
  root: string;
  mode: 'production' | 'development';
  /** Which parts run here. */
  parts: readonly PartName[];
};

export { PART_NAMES, type PartName } from './parts.ts';

/**
 * Runs the product until it is told to stop. Resolves with the exit status: 0 after an orderly stop,
 * 1 when it could not be started or a part kept dying; the reason has been printed by then.
 */
export async function launch(options: LaunchOptions): Promise<number> {
  const steps = showSteps((text) => process.stdout.write(text));
  const crew = new Crew(steps.say);
  try {
    await startAll(options, steps, crew);
  } catch (error) {
    // Once the end has begun, what is half-way started fails in many ways that mean nothing.
    if (!crew.signal.aborted) crew.end(1, describeError(error));
  }
  return crew.ended;
}

async function startAll(options: LaunchOptions, steps: Steps, crew: Crew): Promise<void> {
  const { root, mode, parts } = options;
  const { embedded, dataDir, portalUrl } = settings();
  const warning = dotenvWarning(join(root, '.env'));
  if (warning !== undefined) steps.say(`! ${warning}`);
  if (embedded) crew.atEnd(takeDataDir(dataDir).release);
  else env();
  await checkPorts(wantedPorts(parts));
  const build = mode === 'production' && parts.includes('portal');
  const folder = build ? await takePortal(root, steps, crew) : undefined;
  await steps.step('Database', () => startDatabase(steps, crew));
  const log = (name: string, line: string) =>
    steps.say(line.startsWith('{') ? line : `${name} | ${line}`);
  await Promise.all(
    parts.map((name) =>
      steps.step(title(name), () => crew.keep(makePart(name, { root, mode, log, build: folder }))),
    ),
  );
  if (embedded && parts.includes('portal')) crew.atEnd(noteRunning(dataDir, portalUrl));
  steps.say(welcome(parts, steps.elapsed()));
}

async function takePortal(root: string, steps: Steps, crew: Crew): Promise<string> {
  const build = await takeBuild(root, (folder) =>
    steps.step('Building the portal', () => buildPortal(root, folder, crew.signal)),
  );
  crew.atEnd(build.release);
  return build.folder;
}

async function startDatabase(steps: Steps, crew: Crew): Promise<void> {
  if (settings().embedded) await crew.keep(await databasePart(steps.say), 'back');
  const { databaseUrl, migrationDatabaseUrl } = env();
  const applied = await migrate({
    ownerUrl: migrationDatabaseUrl,
    appUrl: databaseUrl,
    folder: 'prisma/migrations',
  });
  if (applied.length > 0) steps.say(`Applied ${applied.length} migrations.`);
  await verifyPeppers();
}

function wantedPorts(parts: readonly PartName[]): WantedPort[] {
  const { portalPort, portalHost, gateListen } = settings();
  const portal = { port: portalPort, host: portalHost, setting: 'PORTAL_PORT' };
  const gate = gateListen.map(({ port, host }) => ({ port, host, setting: 'GATE_LISTEN' }));
  return [...(parts.includes('portal') ? [portal] : []), ...(parts.includes('gate') ? gate : [])];
}

/** One sentence for what the user can mend; the whole error for what they cannot. */
function describeError(error: unknown): string {
  const expected = [DatabaseError, EnvError, LaunchError, MigrationError];
  if (!(error instanceof Error)) return String(error);
  if (expected.some((kind) => error instanceof kind)) return error.message;
  if ('code' in error && ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT'].includes(String(error.code))) {
    return `The database of DATABASE_URL cannot be reached (${error.code}).`;
  }
  return error.stack ?? error.message;
}

function title(name: PartName): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
