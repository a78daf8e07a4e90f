const seconds = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const coarse = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
const fine = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });

/** Microseconds as `0.42 ms`, `17 ms` or `1.2 s`. */
export function durationText(microseconds: number): string {
  const ms = microseconds / 1000;
  if (ms >= 1000) return `${seconds.format(ms / 1000)} s`;
  return `${(ms < 100 ? fine : coarse).format(ms)} ms`;
}
