import type { WriteIntent, WriteResult } from './intent.ts';

export const UNAVAILABLE: WriteResult = { kind: 'refused', code: 'service_unavailable' };

/** A call that waits for its commit. */
export class Pending {
  readonly intent: WriteIntent;
  readonly record: string | null;
  readonly #resolve: (result: WriteResult) => void;
  #answered = false;

  constructor(intent: WriteIntent, resolve: (result: WriteResult) => void) {
    this.intent = intent;
    this.record = intent.record?.id ?? null;
    this.#resolve = resolve;
  }

  /** Monotonic time at which it is told 503. */
  get deadline(): number {
    return this.intent.deadline;
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
