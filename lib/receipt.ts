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
