import { type ProcessOptions, startProcess, type TestProcess } from '#test/child-process';
import { freePorts } from '#test/free-ports';

export type GateProcess = TestProcess & { readonly port: number };

/** Ports of this test file's gates, listening yet or not. */
const given = new Set<number>();

/** Starts a real gate in a process of its own, on the test file's database, and waits until it serves. */
export async function startGateProcess(options: ProcessOptions = {}): Promise<GateProcess> {
  const port = (await freePorts(given.size + 1)).find((free) => !given.has(free)) ?? 0;
  given.add(port);
  const variables = { GATE_LISTEN: `127.0.0.1:${port}:any`, ...options.variables };
  return { port, ...(await startProcess('bin/gate.ts', { ...options, variables })) };
}
