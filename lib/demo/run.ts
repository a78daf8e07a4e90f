import { EnvError, env } from '#lib/env';
import { runningPortalUrl } from '#lib/env/running-file';
import { loadDemo } from './load.ts';
import { removeDemos } from './remove.ts';

const USAGE = 'Use npm run demo to load the demo, npm run demo -- --remove to remove it.';

/** Loads the demo or removes it; the exit status: 0 done, 2 wrong arguments, 1 a fault. */
export async function runDemo(args: readonly string[]): Promise<number> {
  const [argument, ...others] = args;
  if (others.length > 0 || (argument !== undefined && argument !== '--remove')) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  try {
    await (argument === undefined ? load() : remove());
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

async function load(): Promise<void> {
  process.stderr.write('Loading 90 days of calls; this takes a minute.\n');
  const demo = await loadDemo();
  const { dataDir, embedded, portalUrl } = env();
  // The running start may have been told another address than this command.
  const running = embedded ? runningPortalUrl(dataDir) : undefined;
  const lines = [
    `The organization ${demo.name} is loaded with ${demo.calls.toLocaleString('en')} calls. Sign in:`,
    `  address   ${running ?? portalUrl}/sign-in`,
    `  e-mail    ${demo.email}`,
    `  password  ${demo.password}`,
    'npm run demo -- --remove removes it again.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function remove(): Promise<void> {
  const removed = await removeDemos();
  const what = removed === 1 ? 'One demo organization was' : `${removed} demo organizations were`;
  process.stdout.write(`${what} removed.\n`);
}

function explain(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  const message = error instanceof Error ? error.message || String(error) : String(error);
  const away = /ECONNREFUSED/.test(
    `${message} ${error instanceof AggregateError ? error.errors : ''}`,
  );
  return away
    ? 'The database is not there: run npm start first, and this beside it.'
    : `The demo failed: ${message}`;
}
