import type { ErrorCode } from '#lib/errors';
import type { GateServices, Outcome } from './call.ts';
import type { Check } from './checks.ts';
import { clientName } from './client-name.ts';
import type { Exchange } from './exchange.ts';
import type { LastUsed } from './last-used.ts';
import type { Recording } from './recording/recording.ts';

/** Checks that end before the key counts as used: it was not let in at all. */
const NOT_USED: ReadonlySet<Check> = new Set(['state', 'address', 'organization']);
/** Checks that end before the route's permission was granted. */
const NOT_GRANTED: ReadonlySet<Check> = new Set([...NOT_USED, 'rate_limit', 'permission']);

/**
 * Keeps every decision once: in the records that the portal reads, and as the key's last use. Nothing here
 * waits, and nothing here may fail a call.
 */
export class Recorder {
  readonly #lastUsed: LastUsed;
  readonly #recording: Recording | null;
  readonly #log: GateServices['log'];
  readonly #decisions = new Map<string, number>();

  /** @param recording null in a measurement of what it costs */
  constructor(lastUsed: LastUsed, recording: Recording | null, log: GateServices['log']) {
    this.#lastUsed = lastUsed;
    this.#recording = recording;
    this.#log = log;
  }

  /** Every decision of this gate, known key or not: `ok`, or the check that refused and the error's code. */
  get decisions(): ReadonlyMap<string, number> {
    return this.#decisions;
  }

  add(exchange: Exchange, outcome: Outcome): void {
    const check = outcome.kind === 'refusal' ? outcome.check : null;
    this.#count(outcome.kind === 'refusal' ? `${outcome.check} ${outcome.code}` : 'ok');
    const client = clientName(exchange.head.userAgent);
    try {
      this.#recording?.add(exchange, outcome, client);
    } catch (error) {
      const { requestId } = exchange;
      this.#log('error', 'a decision could not be recorded', { requestId, err: error });
    }
    if (exchange.known !== null && (check === null || !NOT_USED.has(check))) {
      this.#noteUse(exchange, exchange.known.snapshot.key.id, client, check);
    }
  }

  /** A request that was no HTTP, or never became whole. */
  addUnparsed(code: ErrorCode, ip: string): void {
    this.#count(`parse ${code}`);
    this.#recording?.addUnparsed(ip, code);
  }

  #noteUse({ now, ip, route }: Exchange, keyId: string, client: string, check: Check | null): void {
    const granted = check === null || !NOT_GRANTED.has(check);
    const permission = granted ? (route?.permission ?? null) : null;
    this.#lastUsed.note(keyId, now, ip, client, permission);
  }

  #count(decision: string): void {
    this.#decisions.set(decision, (this.#decisions.get(decision) ?? 0) + 1);
  }
}
