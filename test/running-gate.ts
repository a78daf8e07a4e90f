import { type RunningGate, startGate } from '#lib/gate/server';

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
