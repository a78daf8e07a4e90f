import { Blocks } from './blocks.ts';
import { Journal } from './journal.ts';
import { minuteOf } from './segment.ts';
import { KeySheet, type SheetKey } from './sheet.ts';

/** Addresses without a known key that one batch tells apart. */
const STRANGERS = 1_000;
/** Lines of one such address, and of all, that one batch keeps: enough to look one's own call up. */
const LINES_EACH = 20;
const LINES_ALL = 500;

/** Where counts go that are too many to be told apart. */
const OTHERS = '';

/** Calls of one minute from one address that carried no key we know. */
export type Stranger = {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly ip: string;
  readonly code: string;
  requests: number;
};

/** Everything decided since the last batch. */
export class Batch {
  readonly journal: Journal;
  readonly sheets = new Map<string, KeySheet>();
  readonly strangers = new Map<string, Stranger>();
  readonly #lines = new Map<string, number>();
  readonly #size = { rows: 0 };
  #strangeLines = 0;
  #last: KeySheet | null = null;

  /** @param blocks memory for its lines */
  constructor(blocks = new Blocks()) {
    this.journal = new Journal(blocks);
  }

  get isEmpty(): boolean {
    return this.sheets.size === 0 && this.strangers.size === 0;
  }

  /** Counts and callers that it holds. */
  get rows(): number {
    return this.#size.rows;
  }

  sheet(key: SheetKey): KeySheet {
    if (this.#last?.keyId === key.id) return this.#last;
    let sheet = this.sheets.get(key.id);
    if (sheet === undefined) {
      const drawer = this.journal.drawer(key.organizationId, key.environment);
      sheet = new KeySheet(key, this.#size, drawer);
      this.sheets.set(key.id, sheet);
    }
    this.#last = sheet;
    return sheet;
  }

  /** Counts a call without a known key; true when its line may be kept as well. */
  stranger(ip: string, code: string, at: number): boolean {
    const start = minuteOf(at);
    const name = this.strangers.size < STRANGERS || this.#lines.has(ip) ? ip : OTHERS;
    const id = `${start} ${name} ${code}`;
    const known = this.strangers.get(id);
    if (known === undefined) this.strangers.set(id, { start, ip: name, code, requests: 1 });
    else known.requests++;
    const lines = this.#lines.get(name) ?? 0;
    if (name === OTHERS || lines >= LINES_EACH || this.#strangeLines >= LINES_ALL) return false;
    this.#lines.set(name, lines + 1);
    this.#strangeLines++;
    return true;
  }
}
