import type { ErrorCode } from '#lib/errors';
import type { Permission } from '#lib/keys/scopes';
import type { Check } from './checks.ts';
import type { Known } from './known.ts';
import type { LastUsed } from './last-used.ts';
import type { CallRecord } from './tally.ts';

/** Checks that end before the key counts as used: it was not let in at all. */
const NOT_USED: ReadonlySet<Check> = new Set(['state', 'address', 'organization']);
/** Checks that end before the route's permission was granted. */
const NOT_GRANTED: ReadonlySet<Check> = new Set([...NOT_USED, 'rate_limit', 'permission']);

/**
 * Keeps every decision once: the key's tally for the portal, and its last use. Nothing here waits, and
 * nothing here may fail a call.
 */
export class Recorder {
  readonly #lastUsed: LastUsed;
  readonly #decisions = new Map<string, number>();

  constructor(lastUsed: LastUsed) {
    this.#lastUsed = lastUsed;
  }

  /** Every decision of this gate, known key or not: `ok`, or the check that refused and the error's code. */
  get decisions(): ReadonlyMap<string, number> {
    return this.#decisions;
  }

  /** @param permission what the route needs */
  add(known: Known | null, record: CallRecord, permission: Permission | null): void {
    this.#count(record.check === null ? 'ok' : `${record.check} ${record.code}`);
    if (known === null) return;
    known.tally.add(record);
    if (record.check !== null && NOT_USED.has(record.check)) return;
    const granted = record.check === null || !NOT_GRANTED.has(record.check);
    const scope = granted ? permission : null;
    this.#lastUsed.note(known.snapshot.key.id, record.at, record.ip, record.client, scope);
  }

  /** A request that was no HTTP, or never became whole. */
  addUnparsed(code: ErrorCode): void {
    this.#count(`parse ${code}`);
  }

  #count(decision: string): void {
    this.#decisions.set(decision, (this.#decisions.get(decision) ?? 0) + 1);
  }
}
