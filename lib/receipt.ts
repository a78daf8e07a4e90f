import type { Confirmation } from '#lib/gates/confirm';

export type GateConfirmation = Confirmation;

/** What somebody gets who cuts access off: since when, and which gates have applied it. */
export type Receipt = {
  /** ISO time with milliseconds, by the database's clock. */
  readonly refusedSince: string;
  readonly gates: GateConfirmation;
};
