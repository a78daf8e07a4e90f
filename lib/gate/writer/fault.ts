/** How a failed transaction is to be taken, when the connection outlived it. */
export type Fault =
  /** Another transaction holds a lock for too long. */
  | 'locked'
  /** The database asks for another attempt. */
  | 'again'
  /** The database cannot serve for the moment. */
  | 'unavailable'
  /** It is refused for what one of its calls wants, or by a fault of ours. */
  | 'wrong';

/**
 * Sorts an error of a transaction by its SQLSTATE.
 * Source: https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
export function sortFault(error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '55P03') return 'locked';
  if (code === '40001' || code === '40P01') return 'again';
  if (/^(53|57|58|XX)/.test(code)) return 'unavailable';
  return 'wrong';
}
