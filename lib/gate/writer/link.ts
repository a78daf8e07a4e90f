import { Socket } from 'node:net';
import { Client } from 'pg';
import { appConnection } from '#lib/db/connection';

export type LinkOptions = {
  /** Address of the database, as the processes' role. */
  readonly url: string;
  /** Called each time a connection is ready. */
  onReady(): void;
  /** Called once per outage, with why. */
  onLost(error: Error): void;
};

const RETRY_FIRST_MS = 50;
const RETRY_MOST_MS = 500;
const CONNECT_WITHIN_MS = 1_000;

// Look-ups by key are all that the writer does: a plan made while a table was small must not scan it later.
const PLANS =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan';
/** The writer announces balances itself, see `Announcer`. */
const QUIET = '-c portal.quiet_credit=on';
const LIMITS =
  '-c lock_timeout=250 -c statement_timeout=1500 -c idle_in_transaction_session_timeout=3000';

/** One pipelining connection to the database that comes back by itself. */
export class Link {
  readonly #options: LinkOptions;
  #client: Client | null = null;
  #socket: Socket | null = null;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    void this.#connect();
  }

  /** The connection, or null while there is none. */
  get client(): Client | null {
    return this.#client;
  }

  /** Drops the connection at once, whatever is under way on it; a new one is made. */
  reset(): void {
    if (this.#socket !== null) this.#lose(this.#socket, new Error('the connection was dropped'));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
    this.#socket?.destroy();
  }

  async #connect(): Promise<void> {
    const socket = new Socket();
    const { options, ...connection } = appConnection(this.#options.url);
    const client = new Client({
      ...connection,
      options: `${options} ${LIMITS} ${PLANS} ${QUIET}`,
      application_name: 'gate writer',
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      keepAlive: true,
      pipeline: true,
      stream: () => socket,
    });
    this.#socket = socket;
    client.on('error', (error) => this.#lose(socket, error));
    client.on('end', () => this.#lose(socket, new Error('the connection ended')));
    try {
      await client.connect();
    } catch (error) {
      this.#lose(socket, error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.#closed || socket.destroyed) return;
    this.#failures = 0;
    this.#client = client;
    this.#options.onReady();
  }

  #lose(socket: Socket, error: Error): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#client = null;
    socket.destroy();
    if (this.#closed) return;
    if (this.#failures === 0) this.#options.onLost(error);
    const wait = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MOST_MS);
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.#connect(), wait);
  }
}
