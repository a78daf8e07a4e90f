import { verifyPeppers } from '#lib/db/peppers';
import { startGate } from '#lib/gate/server';
import { withGateMetrics } from '#lib/gate/with-metrics';
import { runProcess } from '#lib/launch/run-process';

/** Milliseconds after which a database that says nothing counts as away. */
const PATIENCE_MS = 1_500;

await runProcess(async () =>
  withGateMetrics(await startGate({ verifyPeppers: () => verifyPeppers(PATIENCE_MS) })),
);
