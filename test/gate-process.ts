import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { freePorts } from '#test/free-ports';

export type GateProcess = {
  readonly port: number;
  readonly child: ChildProcess;
  /** Everything it wrote to its outputs so far. */
  output(): string;
  /** Ends it with the signal and waits; the exit code, or null when the signal killed it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  /** Resolves when it has ended by whatever means. */
  readonly ended: Promise<number | null>;
};

type GateProcessOptions = {
  /** Module loaded before the gate. */
  readonly preload?: string;
  readonly variables?: Record<string, string>;
};

/** Ports of this test file's gates, listening yet or not. */
const given = new Set<number>();

/** Starts a real gate in a process of its own, on the test file's database, and waits until it serves. */
export async function startGateProcess(options: GateProcessOptions = {}): Promise<GateProcess> {
  const port = (await freePorts(given.size + 1)).find((free) => !given.has(free)) ?? 0;
  given.add(port);
  const child = fork('bin/gate.ts', {
    env: {
      ...process.env,
      GATE_LISTEN: `127.0.0.1:${port}:any`,
      LOG_LEVEL: 'debug',
      ...options.variables,
    },
    execArgv: options.preload === undefined ? [] : ['--import', options.preload],
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
      throw new Error(`the gate did not start: ${pieces.join('')}`);
    }),
  ]);
  return {
    port,
    child,
    ended,
    output: () => pieces.join(''),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
