import { clock } from '#lib/clock';
import type { GateServices } from '#lib/gate/call';
import type { Connection } from './connection.ts';
import { compromisedKeys, freeForgotten, touchStreams } from './watch.ts';

const TICK_MS = 1_000;
/** So many ticks apart the sessions are noted as active. */
const TOUCH_EVERY = 60;

/**
 * The open streams of one gate, and what ends them from outside: their key, their session, silence. Changes
 * are heard on the channel `gate`; what could not be looked up then is looked up a second later.
 */
export class OpenStreams {
  readonly #services: Pick<GateServices, 'gateId' | 'pool' | 'log'>;
  readonly #connections = new Map<string, Connection>();
  readonly #timer: NodeJS.Timeout;
  readonly #keys = new Set<string>();
  readonly #sessions = new Set<string>();
  #changes = 0;
  #ticks = 0;
  #looking = false;
  #lookAgain = false;

  constructor(services: Pick<GateServices, 'gateId' | 'pool' | 'log'>) {
    this.#services = services;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  get count(): number {
    return this.#connections.size;
  }

  /** How many changes were heard of so far; `add` wants to know it as it was before the claim. */
  get changes(): number {
    return this.#changes;
  }

  /** @param changes when the session was claimed: what was heard since may have concerned it */
  add(connection: Connection, changes: number): void {
    const { id, keyId } = connection.session;
    this.#connections.set(id, connection);
    void connection.over.then(() => {
      if (this.#connections.get(id) === connection) this.#connections.delete(id);
    });
    if (changes === this.#changes) return;
    this.#keys.add(keyId);
    this.#sessions.add(id);
    void this.#look();
  }

  /** Applies a message of the channel; those that concern no open stream change nothing. */
  hear(message: string): void {
    const [kind, id = ''] = message.split(' ');
    if (kind !== 'key' && kind !== 'session') return;
    this.#changes++;
    if (kind === 'key') this.#keys.add(id);
    else if (this.#connections.has(id)) this.#sessions.add(id);
    else return;
    void this.#look();
  }

  /** Messages may have been missed. */
  reset(): void {
    this.#changes++;
    this.#doubtAll();
    void this.#look();
  }

  /** Ends every stream because the gate stops; resolves when all of it is stored, or after `patienceMs`. */
  async close(patienceMs: number): Promise<void> {
    clearInterval(this.#timer);
    const open = [...this.#connections.values()];
    for (const connection of open) connection.finish('going_away');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([Promise.all(open.map(({ over }) => over)), late]);
    clearTimeout(timer);
  }

  #doubtAll(): void {
    for (const { session } of this.#connections.values()) {
      this.#keys.add(session.keyId);
      this.#sessions.add(session.id);
    }
  }

  #tick(): void {
    const now = clock.elapsed();
    for (const connection of this.#connections.values()) connection.tick(now);
    this.#ticks++;
    if (this.#ticks % TOUCH_EVERY === 0) {
      this.#doubtAll();
      this.#try(
        freeForgotten(this.#services.pool, this.#services.gateId, [...this.#connections.keys()]),
      );
    }
    void this.#look();
  }

  /** Looks up what is in doubt, one look at a time. */
  async #look(): Promise<void> {
    this.#lookAgain = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#lookAgain) {
        this.#lookAgain = false;
        await this.#lookAtKeys();
        await this.#lookAtSessions();
      }
    } catch (error) {
      this.#services.log('warn', 'open streams could not be looked after', { err: error });
    }
    this.#looking = false;
  }

  async #lookAtKeys(): Promise<void> {
    const held = [...this.#connections.values()];
    const keys = [...this.#keys].filter((id) => held.some(({ session }) => session.keyId === id));
    const asked = [...this.#keys];
    if (keys.length > 0) {
      const compromised = new Set(await compromisedKeys(this.#services.pool, keys));
      for (const connection of this.#connections.values()) {
        if (compromised.has(connection.session.keyId)) connection.finish('key_compromised');
      }
    }
    for (const id of asked) this.#keys.delete(id);
  }

  async #lookAtSessions(): Promise<void> {
    const sessions = [...this.#sessions];
    if (sessions.length === 0) return;
    const { pool, gateId } = this.#services;
    const { ended, taken } = await touchStreams(pool, gateId, sessions);
    for (const id of sessions) this.#sessions.delete(id);
    for (const id of ended) this.#connections.get(id)?.finish('session_ended');
    for (const id of taken) this.#connections.get(id)?.finish('superseded');
  }

  #try(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#services.log('warn', 'forgotten streams could not be freed', { err: error });
    });
  }
}
