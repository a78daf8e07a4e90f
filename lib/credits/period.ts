/** A billing period, epoch milliseconds: from `start`, up to but not including `end`. */
export type Period = { readonly start: number; readonly end: number };

/** The billing period that a moment (epoch milliseconds) falls in: its calendar month in UTC. */
export function periodAt(now: number): Period {
  const date = new Date(now);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return { start: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) };
}
