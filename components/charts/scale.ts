/** A value axis: marks from 0 to `top`, and where a value stands on it. */
export type Scale = {
  readonly top: number;
  readonly marks: readonly number[];
  /** Height of a value, 0 at the bottom and 1 at the top. */
  readonly at: (value: number) => number;
};

const STEPS = [1, 2, 5, 10] as const;
const MARKS = 4;

/**
 * An axis that holds `max` with round marks.
 * @param least the smallest distance of marks: 1 for what is counted
 */
export function scaleFor(max: number, least = 1): Scale {
  const rough = Math.max(max / MARKS, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * power >= rough * 0.999) ?? 10) * power;
  const count = Math.max(1, Math.ceil((max / step) * 0.999));
  const top = count * step;
  return {
    top,
    marks: Array.from({ length: count + 1 }, (_, i) => i * step),
    at: (value) => Math.min(value / top, 1),
  };
}

/** A length for an SVG attribute, in per cent of the width. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}
