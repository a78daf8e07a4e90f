import type { Pool } from 'pg';
import type { GateServices } from '#lib/gate/call';
import { compromisedKeys } from '#lib/stream/watch';

/** How often the keys of open downloads are looked at. */
const LOOK_MS = 1_000;

/** The downloads of one gate that are under way: they end when their key is revoked as compromised. */
export class Downloads {
  readonly #pool: Pool;
  readonly #log: GateServices['log'];
  /** The key of each. */
  readonly #open = new Map<AbortController, string>();
  #timer: NodeJS.Timeout | undefined;

  /** @param pool of its own, so that a crowd of downloads cannot keep it from looking */
  constructor(pool: Pool, log: GateServices['log']) {
    this.#pool = pool;
    this.#log = log;
  }

  /** Watches over one that begins; `remove` it when it is over. */
  add(download: AbortController, keyId: string): void {
    this.#open.set(download, keyId);
    if (this.#open.size === 1) this.#wait();
  }

  remove(download: AbortController): void {
    this.#open.delete(download);
    if (this.#open.size === 0) clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    try {
      const keys = [...new Set(this.#open.values())];
      const compromised = new Set(await compromisedKeys(this.#pool, keys));
      for (const [download, keyId] of this.#open) if (compromised.has(keyId)) download.abort();
    } catch (error) {
      this.#log('warn', 'open downloads could not be looked after', { err: error });
    }
    if (this.#open.size > 0) this.#wait();
  }
}
