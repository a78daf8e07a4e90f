import { runDueAnalyses } from '#lib/analysis/run-due';
import { createPool } from '#lib/db/pool';

/** A worker's process that ends without warning in the middle of its first analysis. */
await runDueAnalyses(createPool({ max: 1, name: 'killed worker' }), () => {
  process.kill(process.pid, 'SIGKILL');
  return {};
});
