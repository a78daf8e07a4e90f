import { clock } from '#lib/clock';
import { recordId, type WriteIntent, type WriteResult } from './intent.ts';

export const UNAVAILABLE: WriteResult = { kind: 'refused', code: 'service_unavailable' };

/** How long a call waits for its commit before it is told 503. */
const WAIT_MS = 1_700;

/** A call that waits for its commit. */
export class Pending {
  readonly intent: WriteIntent;
  readonly record: string | null;
  readonly deadline = clock.elapsed() + WAIT_MS;
  readonly #resolve: (result: WriteResult) => void;
  #answered = false;

  constructor(intent: WriteIntent, resolve: (result: WriteResult) => void) {
    this.intent = intent;
    this.record = recordId(intent);
    this.#resolve = resolve;
  }

  get answered(): boolean {
    return this.#answered;
  }

  /** The first answer counts: one that comes after the deadline finds nobody waiting. */
  answer(result: WriteResult): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#resolve(result);
  }
}
