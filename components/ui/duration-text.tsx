const seconds = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const coarse = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
const fine = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });

/** Microseconds as `0.42 ms`, `17 ms` or `1.2 s`. */
export function durationText(microseconds: number): string {
  const ms = microseconds / 1000;
  if (ms >= 1000) return `${seconds.format(ms / 1000)} s`;
  return `${(ms < 100 ? fine : coarse).format(ms)} ms`;
}

const exact = { maximumSignificantDigits: 3 } as const;
const up = new Intl.NumberFormat('en-GB', { ...exact, roundingMode: 'ceil' });
const down = new Intl.NumberFormat('en-GB', { ...exact, roundingMode: 'floor' });

/** Microseconds that are a bound, `≤ 0.193 ms` or `> 35 s`: never rounded to where it does not hold. */
export function boundText(sign: '≤' | '>', microseconds: number): string {
  const format = sign === '≤' ? up : down;
  const ms = microseconds / 1000;
  const text = ms >= 1000 ? `${format.format(ms / 1000)} s` : `${format.format(ms)} ms`;
  return `${sign} ${text}`;
}
