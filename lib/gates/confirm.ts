import { clock } from '#lib/clock';
import { askGates } from './ask.ts';

/** Which gates have applied every change that was committed before they were asked. */
export type Confirmation = {
  /** False when the gates could not be asked, so that neither their number nor their answers are known. */
  readonly asked: boolean;
  /** Gates that run. */
  readonly expected: number;
  readonly confirmed: number;
  readonly milliseconds: number;
  /** Ids of gates that did not confirm; they no longer answer from their caches. */
  readonly unconfirmed: string[];
};

/**
 * Waits until every running gate has applied what was committed before this call, at most 2 s. It never
 * throws: the change is committed already, and a gate cut off from the database uses no cache.
 */
export async function confirmChange(): Promise<Confirmation> {
  const startedAt = clock.elapsed();
  try {
    const { expected, answered, milliseconds } = await askGates();
    const unconfirmed = expected.filter((gate) => !answered.has(gate));
    return {
      asked: true,
      expected: expected.length,
      confirmed: expected.length - unconfirmed.length,
      milliseconds: Math.round(milliseconds),
      unconfirmed,
    };
  } catch {
    const milliseconds = Math.round(clock.elapsed() - startedAt);
    return { asked: false, expected: 0, confirmed: 0, milliseconds, unconfirmed: [] };
  }
}
