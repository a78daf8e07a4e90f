/** The only reader of the process's clock. What expires is judged by the database's clock, not by this one. */
export const clock = {
  /** Wall-clock time, milliseconds since the Unix epoch. */
  now(): number {
    return Date.now();
  },
  /** Monotonic time in milliseconds, for durations; it never steps backwards. */
  elapsed(): number {
    return performance.now();
  },
};
