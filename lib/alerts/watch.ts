import { createPool } from '#lib/db/pool';
import { closeMail } from '#lib/mail/send';
import { askDue } from './ask-due.ts';
import { deliverDue } from './deliver.ts';
import { listenForSignals } from './listen.ts';
import { observeAll } from './observe/all.ts';
import { repeat } from './repeat.ts';
import { drainSignals, syncLevels } from './signals.ts';

/** Everything that leaves no signal is seen within so many milliseconds and the time of a look. */
const PAUSE_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * Starts the watch: signals of credits at once, all else every few seconds, deliveries as soon as they are
 * written. Several workers share it.
 */
export function startWatch(): { close(): Promise<void> } {
  const pool = createPool({
    max: 4,
    name: 'worker alerts',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const deliveries = repeat('alert deliveries', PAUSE_MS, () => deliverDue(pool));
  const links = repeat('links to confirm', PAUSE_MS, () => askDue(pool));
  const signals = repeat('alert signals', PAUSE_MS, async () => {
    if ((await drainSignals(pool)) > 0) deliveries.wake();
  });
  const looks = repeat('alert looks', PAUSE_MS, async () => {
    await syncLevels(pool);
    signals.wake();
    if ((await observeAll(pool)) > 0) deliveries.wake();
  });
  const link = listenForSignals('alerts', () => {
    signals.wake();
    deliveries.wake();
    links.wake();
  });
  return {
    close: async () => {
      await link.close();
      await Promise.all([looks.close(), signals.close(), deliveries.close(), links.close()]);
      await pool.end();
      closeMail();
    },
  };
}
