/** Read once: the global itself is an accessor, slower than the clock behind it. */
const monotonic = globalThis.performance;

/** The only reader of the process's clock. What expires is judged by the database's clock, not by this one. */
export const clock = {
  /** Wall-clock time, milliseconds since the Unix epoch. */
  now(): number {
    return Date.now();
  },
  /** Monotonic time in milliseconds, for durations; it never steps backwards. */
  elapsed(): number {
    return monotonic.now();
  },
};
