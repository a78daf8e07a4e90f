'use client';

import { durationText } from '#components/ui/duration-text';
import { HEIGHT, Plot, type Slot, yOf } from './plot.tsx';
import { type Scale, scaleFor } from './scale.ts';
import { strokes } from './strokes.ts';

export type LineSlot = Slot & {
  /** One value a line; null where there is none, which leaves a gap. */
  readonly values: readonly (number | null)[];
};

/** Up to three values over time. */
export function Lines({
  id,
  label,
  slots,
}: {
  id: string;
  label: string;
  slots: readonly LineSlot[];
}) {
  const all = slots.flatMap(({ values }) => values.filter((value) => value !== null));
  const scale = scaleFor(Math.max(0, ...all), 0.001);
  return (
    <Plot
      id={id}
      label={label}
      slots={slots}
      scale={scale}
      format={(mark) => durationText(mark * 1000)}
    >
      <svg
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${slots.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        overflow="visible"
        fill="none"
        aria-hidden
      >
        {strokes.map((stroke, line) => {
          const { whole, unfinished, ends } = pathsOf(slots, line, scale);
          return (
            <g key={stroke.stroke} {...stroke}>
              <path d={whole} vectorEffect="non-scaling-stroke" />
              <path d={unfinished} vectorEffect="non-scaling-stroke" opacity="0.5" />
              <path d={ends} vectorEffect="non-scaling-stroke" strokeLinecap="round" />
            </g>
          );
        })}
      </svg>
    </Plot>
  );
}

/** A line as SVG paths: what is over, the way into a stretch that is not, and a dot where a line ends. */
function pathsOf(slots: readonly LineSlot[], line: number, scale: Scale) {
  const paths = { whole: '', unfinished: '', ends: '' };
  let drawnTo = -1;
  slots.forEach(({ values }, i) => {
    const value = values[line] ?? null;
    if (value === null) return;
    const from = `M${i + 0.5} ${yOf(scale, value)}`;
    const next = slots[i + 1];
    const nextValue = next?.values[line] ?? null;
    if (nextValue === null) {
      paths.ends += `${from}h0`;
      return;
    }
    const to = `L${i + 1.5} ${yOf(scale, nextValue)}`;
    if (next?.unfinished) {
      paths.unfinished += from + to;
      return;
    }
    // Dashes go on where the line does.
    paths.whole += drawnTo === i ? to : from + to;
    drawnTo = i + 1;
  });
  return paths;
}
