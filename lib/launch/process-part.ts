import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childVariables } from '#lib/env';
import { type Part, PartError, type Running } from './part.ts';
import { Tail } from './tail.ts';

export type ProcessOptions = {
  name: string;
  /** Node's arguments: flags, the script, the script's own. */
  args: string[];
  mode: 'production' | 'development';
  /** Variables besides this process's own. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** Resolves when the process is healthy, or when the signal gives up. */
  healthy: (child: ChildProcess, signal: AbortSignal) => Promise<void>;
  /** How long it may take to end by itself, in milliseconds. */
  graceMs: number;
  /** Gets every line that the process prints once it is healthy. */
  log: (name: string, line: string) => void;
};

const LEASH = fileURLToPath(import.meta.resolve('#lib/launch/leash'));
const HEALTHY_WITHIN_MS = 60_000;

/** A part that is a Node process of its own. It ends when this process does, however this one ends. */
export function processPart(options: ProcessOptions): Part {
  return { name: options.name, start: (signal) => startProcess(options, signal) };
}

async function startProcess(options: ProcessOptions, signal: AbortSignal): Promise<Running> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `--import=${LEASH}`, ...options.args],
    // A group of its own: Ctrl-C reaches only this process, which then stops everything in order.
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
      env: { ...childVariables(options.mode), ...options.variables },
    },
  );
  const tail = new Tail(options.name, options.log);
  tail.follow(child.stdout);
  tail.follow(child.stderr);
  const ended = endOf(child, tail);
  const interrupt = () => child.kill('SIGTERM');
  signal.addEventListener('abort', interrupt);
  const running = {
    ended,
    stop: () => stop(child, ended, options.graceMs),
    kill: () => kill(child),
  };
  await waitForHealth(options, child, ended);
  signal.removeEventListener('abort', interrupt);
  tail.open();
  return running;
}

/** Waits for health, for the end or for too long, whichever comes first. */
async function waitForHealth(
  options: ProcessOptions,
  child: ChildProcess,
  ended: Promise<string>,
): Promise<void> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => {
    giveUp.abort();
    kill(child);
  }, HEALTHY_WITHIN_MS);
  const end = await Promise.race([ended, options.healthy(child, giveUp.signal)]);
  giveUp.abort();
  clearTimeout(timer);
  if (typeof end === 'string') throw new PartError(end);
}

/** Resolves when the process is gone and all that it printed has been read. */
function endOf(child: ChildProcess, tail: Tail): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      const how = signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
      resolve([how, ...tail.lines()].join('\n  '));
    });
  });
}

async function stop(child: ChildProcess, ended: Promise<string>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => kill(child), graceMs);
  await ended;
  clearTimeout(timer);
}

function kill(child: ChildProcess): void {
  child.kill('SIGKILL');
}
