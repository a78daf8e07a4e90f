import { hash } from 'node:crypto';
import type { Known } from './known.ts';

/** Keys held at most; the oldest make room. */
const LIMIT = 50_000;
/** Loads that one call waits for when changes keep arriving meanwhile. */
const MAX_LOADS = 5;

type Line = { running: Promise<Known | null>; next: Promise<Known | null> | null };

/**
 * Known keys by a hash of their text, so that no key text stays in memory. It knows nothing of when it
 * may be used: the caller asks the link first.
 *
 * A change is told by `forgetKey`, `forgetOrganization` or `clear`. What was being read while the change
 * arrived may be from before it, so it is read again and not kept.
 */
export class KeyCache {
  readonly #load: (text: string) => Promise<Known | null>;
  readonly #mayKeep: () => boolean;
  readonly #entries = new Map<string, Known>();
  readonly #hashes = new Map<string, string>();
  readonly #keysOf = new Map<string, Set<string>>();
  readonly #lines = new Map<string, Line>();
  /** When each key or organization changed last, while something is being read. */
  readonly #changes = new Map<string, number>();
  #reading = 0;
  #sequence = 0;
  #clearedAt = 0;

  /**
   * @param load reads a key from the database
   * @param mayKeep whether what was read may be kept at this moment
   */
  constructor(load: (text: string) => Promise<Known | null>, mayKeep: () => boolean) {
    this.#load = load;
    this.#mayKeep = mayKeep;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The kept key of this text. */
  find(text: string): Known | undefined {
    return this.#entries.get(hashOf(text));
  }

  /**
   * Reads the key of this text, or null when there is none. Calls share a read only if it began after
   * they arrived: an older one may have missed what was committed before the call was sent.
   * @throws when changes keep arriving: what was read may then be from before the last of them
   */
  read(text: string): Promise<Known | null> {
    const id = hashOf(text);
    const line = this.#lines.get(id);
    if (line === undefined) return this.#start(id, text);
    line.next ??= line.running.then(
      () => this.#start(id, text),
      () => this.#start(id, text),
    );
    return line.next;
  }

  /** Whether `read` of this text would join a read that is to come, and ask nothing itself. */
  isQueued(text: string): boolean {
    return (this.#lines.get(hashOf(text))?.next ?? null) !== null;
  }

  forgetKey(keyId: string): void {
    this.#changed(keyId);
    this.#drop(keyId);
  }

  forgetOrganization(organizationId: string): void {
    this.#changed(organizationId);
    for (const keyId of this.#keysOf.get(organizationId) ?? []) this.#drop(keyId);
  }

  clear(): void {
    this.#clearedAt = ++this.#sequence;
    for (const known of this.#entries.values()) known.kept = false;
    this.#entries.clear();
    this.#hashes.clear();
    this.#keysOf.clear();
  }

  #start(id: string, text: string): Promise<Known | null> {
    const line: Line = { running: this.#readUntilStill(id, text), next: null };
    this.#lines.set(id, line);
    const leave = () => {
      if (this.#lines.get(id) === line && line.next === null) this.#lines.delete(id);
    };
    line.running.then(leave, leave);
    return line.running;
  }

  async #readUntilStill(id: string, text: string): Promise<Known | null> {
    this.#reading++;
    try {
      for (let loads = 0; loads < MAX_LOADS; loads++) {
        const begun = this.#sequence;
        const known = await this.#load(text);
        if (known === null) return null;
        if (this.#isStill(known, begun)) return this.#keepIfAllowed(id, known);
      }
      throw new Error('the key changes faster than it can be read');
    } finally {
      if (--this.#reading === 0) this.#changes.clear();
    }
  }

  #keepIfAllowed(id: string, known: Known): Known {
    if (this.#mayKeep()) this.#keep(id, known);
    return known;
  }

  #isStill(known: Known, begun: number): boolean {
    const { id, organizationId } = known.snapshot.key;
    const changedAt = Math.max(
      this.#clearedAt,
      this.#changes.get(id) ?? 0,
      this.#changes.get(organizationId) ?? 0,
    );
    return changedAt <= begun;
  }

  #keep(id: string, known: Known): void {
    const { id: keyId, organizationId } = known.snapshot.key;
    this.#drop(keyId);
    if (this.#entries.size >= LIMIT) this.#dropOldest();
    this.#entries.set(id, known);
    known.kept = true;
    this.#hashes.set(keyId, id);
    const siblings = this.#keysOf.get(organizationId);
    if (siblings === undefined) this.#keysOf.set(organizationId, new Set([keyId]));
    else siblings.add(keyId);
  }

  #changed(id: string): void {
    this.#sequence++;
    if (this.#reading > 0) this.#changes.set(id, this.#sequence);
  }

  #drop(keyId: string): void {
    const id = this.#hashes.get(keyId);
    if (id === undefined) return;
    const known = this.#entries.get(id);
    const organizationId = known?.snapshot.key.organizationId ?? '';
    if (known !== undefined) known.kept = false;
    this.#entries.delete(id);
    this.#hashes.delete(keyId);
    const siblings = this.#keysOf.get(organizationId);
    siblings?.delete(keyId);
    if (siblings?.size === 0) this.#keysOf.delete(organizationId);
  }

  #dropOldest(): void {
    for (const known of this.#entries.values()) {
      this.#drop(known.snapshot.key.id);
      return;
    }
  }
}

function hashOf(text: string): string {
  return hash('sha256', text, 'base64url');
}
