import { Socket } from 'node:net';
import { Client, type QueryResultRow } from 'pg';
import { appConnection } from '#lib/db/connection';
import { env } from '#lib/env';
import { REPLY_CHANNEL } from './registry.ts';

const CONNECT_TIMEOUT_MS = 1_500;
/** Leaves half of the 2 s that a confirmation may take for a second try on a new connection. */
const QUERY_TIMEOUT_MS = 1_000;

/** One connection of a process that asks the gates: it hears their answers and sends the questions. */
export type ReplyLine = {
  /** Sends one statement behind those under way and returns its rows. */
  query<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]>;
  /** Whether the process stays alive for it. */
  hold(held: boolean): void;
  isOpen(): boolean;
  close(): void;
};

/**
 * Connects and listens for answers.
 * @param hear gets every message on the reply channel
 */
export async function openReplyLine(hear: (payload: string) => void): Promise<ReplyLine> {
  // Own socket: a connection that hangs can only be ended there.
  const socket = new Socket();
  const client = new Client({
    ...appConnection(env().databaseUrl),
    application_name: 'gate questions',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    stream: () => socket,
  });
  let open = true;
  const lose = () => {
    open = false;
    socket.destroy();
  };
  client.on('error', lose).on('end', lose);
  client.on('notification', ({ payload = '' }) => hear(payload));
  try {
    await client.connect();
    await client.query(`LISTEN ${REPLY_CHANNEL}`);
  } catch (error) {
    lose();
    throw error;
  }
  let sent: Promise<unknown> = Promise.resolve();
  return {
    query<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
      const answer = sent.then(async () => (await client.query<Row>(text, [...values])).rows);
      sent = answer.catch(() => undefined);
      return answer;
    },
    hold: (held) => (held ? socket.ref() : socket.unref()),
    isOpen: () => open,
    close: lose,
  };
}
