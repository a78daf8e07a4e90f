import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export type TestProcess = {
  readonly child: ChildProcess;
  /** Everything it wrote to its outputs so far. */
  output(): string;
  /** Ends it with the signal and waits; the exit code, or null when the signal killed it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  /** Resolves when it has ended by whatever means. */
  readonly ended: Promise<number | null>;
};

export type ProcessOptions = {
  /** Module loaded before the program. */
  readonly preload?: string;
  readonly variables?: Record<string, string>;
};

/** Starts a program of `bin/` on the test file's database, and waits until it says that it is ready. */
export async function startProcess(
  program: string,
  { preload, variables }: ProcessOptions = {},
): Promise<TestProcess> {
  const child = fork(program, {
    env: { ...process.env, LOG_LEVEL: 'debug', ...variables },
    execArgv: preload === undefined ? [] : ['--import', preload],
    silent: true,
  });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  }
  const ended = once(child, 'exit').then(([code]: unknown[]) =>
    typeof code === 'number' ? code : null,
  );
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error(`${program} did not start: ${pieces.join('')}`);
    }),
  ]);
  return {
    child,
    ended,
    output: () => pieces.join(''),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
