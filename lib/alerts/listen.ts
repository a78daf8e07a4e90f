import { Socket } from 'node:net';
import { Client } from 'pg';
import { appConnection } from '#lib/db/connection';
import { env } from '#lib/env';

const CONNECT_TIMEOUT_MS = 5_000;
const PAUSE_MS = 1_000;

/**
 * Listens for signals on a connection of its own, and again after each loss; `wake` is called for each, and
 * whenever some may have been missed.
 */
export function listenForSignals(
  channel: 'alerts' | 'analyses',
  wake: () => void,
): { close(): Promise<void> } {
  let closed = false;
  let drop: () => void = () => undefined;
  let stopPause: () => void = () => undefined;

  async function run(): Promise<void> {
    while (!closed) {
      await session();
      if (!closed) await pause();
    }
  }

  async function session(): Promise<void> {
    // Own socket: a connection that is still coming about can only be ended there.
    const socket = new Socket();
    const own = new Client({
      ...appConnection(env().databaseUrl),
      application_name: `worker ${channel} link`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      stream: () => socket,
    });
    const lost = new Promise<void>((resolve) => {
      drop = resolve;
      own.once('end', resolve);
      own.on('error', () => resolve());
    });
    own.on('notification', wake);
    try {
      await Promise.race([lost, listen(own)]);
      await lost;
    } catch {
      // It tries again.
    } finally {
      socket.destroy();
    }
  }

  async function listen(own: Client): Promise<void> {
    await own.connect();
    await own.query(`LISTEN ${channel}`);
    wake();
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS);
      stopPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = run();
  return {
    close: async () => {
      closed = true;
      stopPause();
      drop();
      await running;
    },
  };
}
