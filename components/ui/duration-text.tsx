/** Microseconds as `0.42 ms`, `17 ms` or `1.2 s`. */
export function durationText(microseconds: number): string {
  const ms = microseconds / 1000;
  if (ms >= 1000) return `${(ms / 1000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} s`;
  return `${ms.toLocaleString('en-GB', { maximumSignificantDigits: ms < 100 ? 2 : 3 })} ms`;
}
