import { EnvError } from '#lib/env';

/** What runs in a process. */
type Running = {
  close(): Promise<void>;
  /** Rejects when it finds later on that it may not run. */
  readonly failed?: Promise<never>;
};

/**
 * The life of a gate or worker process: starts it, tells the launcher, and on SIGTERM or SIGINT
 * finishes what is in flight and exits 0. With a fault of the settings it exits 1 and says which.
 */
export async function runProcess(start: () => Promise<Running>): Promise<void> {
  const stop = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.resolve());
  try {
    const running = await start();
    process.send?.({ ready: true });
    await Promise.race([stop.promise, running.failed ?? stop.promise]);
    await running.close();
    process.exit(0);
  } catch (error) {
    const text = error instanceof EnvError ? error.message : errorText(error);
    process.stderr.write(`${text}\n`, () => process.exit(1));
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
