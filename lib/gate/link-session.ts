import { Socket } from 'node:net';
import { Client, type QueryConfig } from 'pg';
import { clock } from '#lib/clock';
import { appConnection } from '#lib/db/connection';
import {
  BEAT,
  BEAT_AND_REGISTER,
  FORGET_OLD_GATES,
  GATE_CHANNEL,
  REPLY_CHANNEL,
} from '#lib/gates/registry';

/** Milliseconds between heartbeats. */
const BEAT_MS = 250;
/** Every so manyth heartbeat also renews the gate's row: once a second. */
const REGISTER_EVERY = 4;
/** Silence after which the connection is given up, milliseconds. */
const DEAD_MS = 1_500;
const CONNECT_TIMEOUT_MS = 1_000;
const REPLY = `SELECT pg_notify('${REPLY_CHANNEL}', payload) FROM unnest($1::text[]) AS payload`;

/** The gate that a link belongs to. */
export type LinkedGate = {
  readonly id: string;
  /** Its addresses, for people. */
  readonly listen: string;
  readonly databaseUrl: string;
};

type SessionEvents = {
  message(payload: string): void;
  /** From now on every commit is heard. */
  listening(): void;
  /** An own heartbeat came back: when it was sent (monotonic), and the database's epoch milliseconds. */
  echo(sentAt: number, databaseTime: number): void;
};

/** One connection of the link, from connecting to its loss. */
export class LinkSession {
  readonly #gate: LinkedGate;
  readonly #events: SessionEvents;
  /** Own, because a connection that hangs can only be ended at its socket. */
  readonly #socket = new Socket();
  readonly #client: Client;
  readonly #sentAt = new Map<number, number>();
  #beats = 0;
  #beating = false;
  #sent: Promise<void> = Promise.resolve();
  #lastSign = clock.elapsed();
  #leaving = false;

  constructor(gate: LinkedGate, events: SessionEvents) {
    this.#gate = gate;
    this.#events = events;
    this.#client = new Client({
      ...appConnection(gate.databaseUrl),
      application_name: 'gate link',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      stream: () => this.#socket,
    });
  }

  /** Resolves when the connection could not be made or is lost; never rejects. */
  async run(): Promise<void> {
    const client = this.#client;
    const lost = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', () => resolve());
      this.#socket.once('close', () => resolve());
    });
    const timer = setInterval(() => this.#tick(), BEAT_MS);
    try {
      await client.connect();
      client.on('notification', ({ payload = '' }) => this.#hear(payload));
      await this.#send({ text: `SET synchronous_commit = off; LISTEN ${GATE_CHANNEL}` });
      this.#events.listening();
      this.#beat();
      void this.#send({ text: FORGET_OLD_GATES });
      await lost;
    } catch {
      // The link tries again.
    } finally {
      clearInterval(timer);
      this.#socket.destroy();
    }
  }

  reply(payloads: readonly string[]): void {
    void this.#send({ text: REPLY, values: [payloads] });
  }

  /** Ends the connection behind what is under way; `run` then resolves. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#sent;
    this.#socket.destroy();
  }

  #tick(): void {
    if (clock.elapsed() - this.#lastSign > DEAD_MS) this.#socket.destroy();
    else if (this.#beats > 0 && !this.#beating && !this.#leaving) this.#beat();
  }

  #beat(): void {
    const number = this.#beats++;
    const renew = number % REGISTER_EVERY === 0;
    const values = [this.#gate.id, String(number)];
    if (renew) values.push(this.#gate.listen);
    this.#beating = true;
    const noteTime = () => this.#sentAt.set(number, clock.elapsed());
    void this.#send({ ...(renew ? BEAT_AND_REGISTER : BEAT), values }, noteTime).then(() => {
      this.#beating = false;
    });
  }

  /** Sends one statement behind those under way; one that fails ends the connection. */
  #send(query: QueryConfig, sending: () => void = () => undefined): Promise<void> {
    this.#sent = this.#sent.then(async () => {
      sending();
      await this.#client.query(query);
    });
    this.#sent = this.#sent.catch(() => {
      this.#socket.destroy();
    });
    return this.#sent;
  }

  #hear(payload: string): void {
    if (!payload.startsWith('beat ')) {
      this.#events.message(payload);
      return;
    }
    const [, id, number, databaseTime] = payload.split(' ');
    const sentAt = this.#sentAt.get(Number(number));
    if (id !== this.#gate.id || sentAt === undefined) return;
    this.#sentAt.delete(Number(number));
    this.#lastSign = clock.elapsed();
    this.#events.echo(sentAt, Number(databaseTime));
  }
}
