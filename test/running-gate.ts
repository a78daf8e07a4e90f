import { env, resetEnv } from '#lib/env';
import { type RunningGate, startGate } from '#lib/gate/server';
import { type DatabaseProxy, startDatabaseProxy } from '#test/database-proxy';

/** A gate with a listener for each environment and one for both, on free ports. */
export type TestGate = {
  readonly gate: RunningGate;
  readonly live: number;
  readonly test: number;
  readonly any: number;
};

/** Starts a gate on this test file's database. Close it with `gate.close()`. */
export async function startTestGate(): Promise<TestGate> {
  const gate = await startGate({
    listen: [
      { host: '127.0.0.1', port: 0, environment: 'live' },
      { host: '127.0.0.1', port: 0, environment: 'test' },
      { host: '127.0.0.1', port: 0, environment: 'any' },
    ],
  });
  const [live = 0, test = 0, any = 0] = gate.listeners.map(({ port }) => port);
  return { gate, live, test, any };
}

/**
 * Starts a gate whose way to the database leads through a proxy; everything else of the test goes straight.
 * @param databaseUrl instead of this test file's database
 */
export async function startProxiedGate(
  databaseUrl = env().databaseUrl,
): Promise<{ readonly proxy: DatabaseProxy; readonly at: TestGate }> {
  const proxy = await startDatabaseProxy(databaseUrl);
  const own = process.env.DATABASE_URL;
  process.env.DATABASE_URL = proxy.url;
  resetEnv();
  try {
    return { proxy, at: await startTestGate() };
  } finally {
    process.env.DATABASE_URL = own;
    resetEnv();
  }
}
