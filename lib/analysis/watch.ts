import { listenForSignals } from '#lib/alerts/listen';
import { repeat } from '#lib/alerts/repeat';
import { createPool } from '#lib/db/pool';
import { runDueAnalyses } from './run-due.ts';

/** What nobody was told of, such as another attempt, is seen within so many milliseconds. */
const PAUSE_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;

/** Starts doing analyses, as soon as they are accepted. Several workers share them. */
export function startAnalyses(): { close(): Promise<void> } {
  const pool = createPool({
    max: 1,
    name: 'worker analyses',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const running = repeat('analyses', PAUSE_MS, () => runDueAnalyses(pool));
  const link = listenForSignals('analyses', running.wake);
  return {
    close: async () => {
      await link.close();
      await running.close();
      await pool.end();
    },
  };
}
