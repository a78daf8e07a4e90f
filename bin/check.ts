import { type Command, runCommand } from '#lib/launch/run-command';
import { showSteps } from '#lib/launch/steps';

type Check = Omit<Command, 'output'> & { title: string };

/** What `npm run check` proves without running the product, the quick and telling ones first. */
const CHECKS: readonly Check[] = [
  {
    title: 'Format, lint and import directions (biome)',
    script: '@biomejs/biome/bin/biome',
    args: ['ci', '--colors=off', '--error-on-warnings'],
  },
  {
    title: 'The API’s description (redocly) and its types',
    script: '../bin/openapi.ts',
    args: [],
  },
  { title: 'Route types (next typegen)', script: 'next/dist/bin/next', args: ['typegen'] },
  { title: 'Types (tsc)', script: 'typescript/bin/tsc', args: ['--noEmit'] },
  { title: 'Unused files, exports and packages (knip)', script: 'knip/bin/knip.js', args: [] },
  {
    title: 'Database schema (prisma)',
    script: 'prisma/build/index.js',
    args: ['validate'],
  },
  {
    title: 'Format of the database schema (prisma)',
    script: 'prisma/build/index.js',
    args: ['format', '--check'],
  },
];

const { step, say, elapsed } = showSteps((text) => process.stdout.write(text));

class Red extends Error {}

async function run(check: Check): Promise<void> {
  const { status, output } = await runCommand({ ...check, output: 'hold' });
  if (status !== 0) throw new Red(`✗ ${check.title}\n\n${output.trim()}`);
}

try {
  for (const check of CHECKS) await step(check.title, () => run(check));
  say(`All checks are green (${elapsed()}).`);
} catch (error) {
  if (!(error instanceof Red)) throw error;
  say(error.message);
  process.exitCode = 1;
}
