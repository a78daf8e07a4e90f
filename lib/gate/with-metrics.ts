import { env } from '#lib/env';
import { serveMetrics } from '#lib/metrics/serve';
import type { RunningGate } from './server.ts';

/** Serves a gate's metrics, where they are wanted, until the gate closes. */
export async function withGateMetrics(gate: RunningGate): Promise<RunningGate> {
  const port = env().metricsPorts.gate;
  if (port === null) return gate;
  // Only then: a gate without metrics need not carry the library.
  const { gateMetrics } = await import('#lib/metrics/gate');
  const serving = await serveMetrics(gateMetrics(gate.figures), port);
  return {
    ...gate,
    async close() {
      await serving?.close();
      await gate.close();
    },
  };
}
