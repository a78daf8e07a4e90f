import type { Pool } from 'pg';
import { clock } from '#lib/clock';
import type { Permission } from '#lib/keys/scopes';

/** A key is written at most this often, milliseconds; its first use after a pause is written at once. */
const REST_MS = 60_000;
/** Milliseconds between looks at what is due. */
const TICK_MS = 1_000;
/** Keys in one statement. */
const BATCH = 1_000;
/** Keys that wait at most; beyond it new ones are not noted until the database takes some. */
const LIMIT = 100_000;
/** Ticks that a key waits for a row that somebody holds, or that is gone. */
const PATIENCE = 60;

type Use = {
  at: number;
  ip: string;
  client: string;
  /** When each permission was last needed, in the same unit. */
  scopes: Map<Permission, number>;
  /** Monotonic time before which it is not written. */
  dueAt: number;
  dirty: boolean;
  misses: number;
};

/** What one statement writes of a key. */
type Note = {
  id: string;
  use: Use;
  at: number;
  ip: string;
  client: string;
  scopes: [Permission, number][];
};

/**
 * Writes the keys that no gate has written for a minute, or all of them ($5), and tells of each whether it
 * was its turn, else how long it still rests. Rows that somebody holds are left for the next tick:
 * bookkeeping waits for nobody.
 */
const WRITE_KEYS = `
  WITH used AS (
    SELECT * FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[]) AS u (id, at, ip, client)
  ), free AS (
    SELECT k.id FROM api_keys k WHERE k.id = ANY($1::text[])
      AND ($5 OR k.last_use_written_at IS NULL OR k.last_use_written_at <= clock_timestamp() - interval '1 minute')
    ORDER BY k.id FOR NO KEY UPDATE SKIP LOCKED
  ), written AS (
    UPDATE api_keys k SET last_used_at = to_timestamp(u.at / 1000), last_used_ip = u.ip, last_used_client = u.client,
      last_use_written_at = clock_timestamp()
    FROM used u JOIN free f ON f.id = u.id
    WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < to_timestamp(u.at / 1000))
  )
  SELECT k.id, f.id IS NOT NULL AS taken, coalesce(greatest(0, ${REST_MS} -
    extract(epoch FROM clock_timestamp() - k.last_use_written_at) * 1000), 0)::float8 AS rest
  FROM api_keys k LEFT JOIN free f ON f.id = k.id WHERE k.id = ANY($1::text[])`;

/** What became of a key: `rest` in milliseconds. */
type Turn = { readonly id: string; readonly taken: boolean; readonly rest: number };

const WRITE_SCOPES = `
  WITH used AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::float8[]) AS u (id, scope, at)
  ), free AS (
    SELECT s.key_id, s.scope FROM api_key_scopes s JOIN used u ON u.id = s.key_id AND u.scope = s.scope::text
    ORDER BY s.key_id, s.scope FOR NO KEY UPDATE OF s SKIP LOCKED
  )
  UPDATE api_key_scopes s SET last_used_at = to_timestamp(u.at / 1000)
  FROM used u JOIN free f ON f.key_id = u.id AND f.scope::text = u.scope
  WHERE s.key_id = f.key_id AND s.scope = f.scope
    AND (s.last_used_at IS NULL OR s.last_used_at < to_timestamp(u.at / 1000))`;

/**
 * When, from where and with what each key was last used. Calls only touch memory; a timer writes what is
 * due in two statements, never a key more than once a minute by all gates together but for their ends,
 * never backwards. A failed write is tried again and told to nobody: it must not fail or delay a call.
 */
export class LastUsed {
  readonly #pool: Pool;
  readonly #uses = new Map<string, Use>();
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /**
   * Notes a use.
   * @param at epoch milliseconds by the database's clock
   * @param permission what the route needed and the key had, or null
   */
  note(keyId: string, at: number, ip: string, client: string, permission: Permission | null): void {
    let use = this.#uses.get(keyId);
    if (use === undefined) {
      if (this.#uses.size >= LIMIT) return;
      use = { at, ip, client, scopes: new Map(), dueAt: 0, dirty: true, misses: 0 };
      this.#uses.set(keyId, use);
    }
    use.at = at;
    use.ip = ip;
    use.client = client;
    use.dirty = true;
    if (permission !== null) use.scopes.set(permission, at);
  }

  /** Writes everything that waits, due or not; for the end. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#write((use) => use.dirty, true);
  }

  #tick(): Promise<void> {
    const now = clock.elapsed();
    this.#writing ??= this.#write((use) => use.dirty && use.dueAt <= now).finally(() => {
      this.#writing = null;
      this.#forgetResting(now);
    });
    return this.#writing;
  }

  async #write(isDue: (use: Use) => boolean, atOnce = false): Promise<void> {
    const due: Note[] = [];
    for (const [id, use] of this.#uses) {
      if (isDue(use)) due.push({ id, use, ...use, scopes: [...use.scopes] });
    }
    try {
      for (let start = 0; start < due.length; start += BATCH) {
        await this.#writeBatch(due.slice(start, start + BATCH), atOnce);
      }
    } catch {
      // Still dirty: the next tick tries again.
    }
  }

  async #writeBatch(notes: Note[], atOnce: boolean): Promise<void> {
    const { rows } = await this.#pool.query<Turn>(WRITE_KEYS, [
      notes.map(({ id }) => id),
      notes.map(({ at }) => at),
      notes.map(({ ip }) => ip),
      notes.map(({ client }) => client),
      atOnce,
    ]);
    const turns = new Map(rows.map((row) => [row.id, row]));
    const scopes = notes
      .filter(({ id }) => turns.get(id)?.taken)
      .flatMap(({ id, scopes }) => scopes.map(([scope, at]) => ({ id, scope, at })));
    if (scopes.length > 0) {
      await this.#pool.query(WRITE_SCOPES, [
        scopes.map(({ id }) => id),
        scopes.map(({ scope }) => scope),
        scopes.map(({ at }) => at),
      ]);
    }
    for (const note of notes) settle(note, turns.get(note.id));
  }

  #forgetResting(now: number): void {
    for (const [id, use] of this.#uses) {
      if (!use.dirty && use.dueAt <= now) this.#uses.delete(id);
    }
  }
}

function settle({ use, at, scopes }: Note, turn: Turn | undefined): void {
  if (turn?.taken === true) {
    for (const [scope, seen] of scopes) {
      if (use.scopes.get(scope) === seen) use.scopes.delete(scope);
    }
    use.misses = 0;
    use.dirty = use.at > at;
    use.dueAt = clock.elapsed() + REST_MS;
  } else if (turn !== undefined && turn.rest > 0) {
    use.dueAt = clock.elapsed() + turn.rest;
  } else {
    use.misses += 1;
    use.dirty = use.at > at || use.misses < PATIENCE;
  }
}
