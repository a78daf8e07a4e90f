/** What became of calls: answered, told to wait (429), refused otherwise (4xx), failed on our side (5xx). */
export const outcomes = ['ok', 'limited', 'refused', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** The code of a call over a rate limit. */
export const LIMITED = 'rate_limit_exceeded';

/** Calls, and how many of them had each outcome. */
export type Counts = { readonly requests: number } & Readonly<Record<Outcome, number>>;

/** The outcome of a call by its status and code; the code is empty for a success. */
export function outcomeOf(status: number, code: string): Outcome {
  if (code === '') return 'ok';
  if (code === LIMITED) return 'limited';
  return status >= 500 ? 'failed' : 'refused';
}

/** A count of nothing, to be added to. */
export class Count implements Counts {
  requests = 0;
  ok = 0;
  limited = 0;
  refused = 0;
  failed = 0;

  add(status: number, code: string, requests: number): void {
    this.requests += requests;
    this[outcomeOf(status, code)] += requests;
  }

  /** The figures as a plain object. */
  view(): Counts {
    const { requests, ok, limited, refused, failed } = this;
    return { requests, ok, limited, refused, failed };
  }
}
