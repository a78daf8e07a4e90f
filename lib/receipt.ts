import { confirmChange } from '#lib/gates/confirm';
import { log } from '#lib/log';

/** How the running gates answered to "have you applied every change committed so far?". */
export type GateConfirmation = {
  /** Gates that were registered and alive when asked. */
  readonly expected: number;
  readonly confirmed: number;
  /** From the question to the last answer, or to giving up. */
  readonly milliseconds: number;
  /** Ids of gates that stayed silent; such a gate no longer answers from its cache. */
  readonly unconfirmed: string[];
};

/** What somebody gets who cuts access off: since when, and which gates have applied it. */
export type Receipt = {
  /** ISO time with milliseconds, by the database's clock. */
  readonly refusedSince: string;
  readonly gates: GateConfirmation;
};

/**
 * Waits until every gate has applied what is committed. A fault while asking is no fault of the
 * change, which stands: it is told as gates that have not confirmed.
 */
export async function confirmed(): Promise<GateConfirmation> {
  try {
    return await confirmChange();
  } catch (error) {
    log().error({ err: error }, 'the gates could not be asked to confirm a change');
    return { expected: 1, confirmed: 0, milliseconds: 0, unconfirmed: ['unknown'] };
  }
}
