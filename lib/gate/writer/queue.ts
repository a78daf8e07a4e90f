import { type Pending, UNAVAILABLE } from './pending.ts';

const MOST_WAITING = 4_096;

/** Calls that wait for their transaction, and the idempotency keys of all calls without an answer. */
export class Queue {
  #calls: Pending[] = [];
  /** Idempotency keys of calls whose outcome is not known yet. */
  readonly #records = new Set<string>();

  get size(): number {
    return this.#calls.length;
  }

  get isFull(): boolean {
    return this.#calls.length >= MOST_WAITING;
  }

  /** False, and the call has its answer, when another one with its idempotency key is under way. */
  add(call: Pending): boolean {
    if (call.record !== null) {
      if (this.#records.has(call.record)) {
        call.answer({ kind: 'refused', code: 'idempotency_conflict' });
        return false;
      }
      this.#records.add(call.record);
    }
    this.#calls.push(call);
    return true;
  }

  /** The calls that come next, at most so many; they stay. */
  next(most: number): readonly Pending[] {
    return this.#calls.slice(0, most);
  }

  /** Takes out that many of the next calls. */
  take(count: number): void {
    this.#calls.splice(0, count);
  }

  /** Calls that come next again; those that nobody waits for any more are over, and never written. */
  putBack(calls: readonly Pending[]): void {
    this.free(calls);
    this.#calls.unshift(...calls.filter((call) => !call.answered));
  }

  /** Tells the waiting calls that are past their deadline. */
  expire(now: number): void {
    const late = this.#calls.filter((call) => call.deadline <= now);
    if (late.length === 0) return;
    this.#calls = this.#calls.filter((call) => call.deadline > now);
    for (const call of late) this.answer(call, UNAVAILABLE);
  }

  /** Gives a call its answer, whose idempotency key is then free for another attempt. */
  answer(call: Pending, result: Parameters<Pending['answer']>[0]): void {
    if (call.record !== null) this.#records.delete(call.record);
    call.answer(result);
  }

  /** Frees the idempotency keys of those calls that were told 503 while their transaction was on its way. */
  free(calls: readonly Pending[]): void {
    for (const call of calls) {
      if (call.answered && call.record !== null) this.#records.delete(call.record);
    }
  }
}
