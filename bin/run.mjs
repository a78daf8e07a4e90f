// Runs one of the product's commands: `node bin/run.mjs start`. Plain JavaScript without dependencies,
// because it must run on any Node from 18 on, before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bringRuntime, isRecent, RuntimeError } from './runtime.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [, , command = '', ...args] = process.argv;
const entry = join(root, 'bin', `${command}.ts`);

process.chdir(root);
if (!/^[a-z]+$/.test(command) || !existsSync(entry)) {
  fail(`There is no command "${command}": use start, dev, test, check, bench or admin.`);
} else if (isRecent(process.version)) {
  await runHere();
} else {
  runOn(bringRuntimeOrFail());
}

/** Runs the command in this process: one process less, and no signal to hand on. */
async function runHere() {
  prepareVariables();
  const { prepare, SetupError } = await import('#lib/setup/prepare');
  try {
    prepare(root, process.env.npm_execpath);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return fail(error.message);
  }
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
}

/** Everything that is started from here uses this Node, its compile cache and no update checks. */
function prepareVariables() {
  const cache = join(root, '.cache', 'compile');
  createRequire(import.meta.url)('node:module').enableCompileCache(cache);
  Object.assign(process.env, {
    PATH: dirname(process.execPath) + delimiter + (process.env.PATH ?? ''),
    NODE_COMPILE_CACHE: cache,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    // Prisma looks for its engine's binary even where it uses none; any existing file stops a download.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  });
}

/** Runs this script again on a newer Node, hands signals on and ends as it ends. */
function runOn(node) {
  if (node === undefined) return;
  const script = fileURLToPath(import.meta.url);
  // The channel tells the child when we are gone, even by kill -9.
  const child = spawn(node, [script, command, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal sends SIGINT to the whole group, so the child has it already; SIGTERM comes to us alone.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`${node} cannot be run: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

function bringRuntimeOrFail() {
  try {
    return bringRuntime(root, (line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return fail(error.message);
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
