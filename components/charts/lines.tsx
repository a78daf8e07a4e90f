'use client';

import { durationText } from '#components/ui/duration-text';
import { Plot, type Slot, yOf } from './plot.tsx';
import { percent, scaleFor } from './scale.ts';
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
      {strokes.map((stroke, line) => (
        <g key={stroke.stroke} {...stroke} fill={stroke.stroke}>
          {slots.map((slot, i) => {
            const value = slot.values[line] ?? null;
            const next = slots[i + 1]?.values[line] ?? null;
            if (value === null) return null;
            const x = percent((i + 0.5) / slots.length);
            const y = yOf(scale, value);
            if (next === null) return <circle key={slot.title} cx={x} cy={y} r="1" />;
            return (
              <line
                key={slot.title}
                x1={x}
                y1={y}
                x2={percent((i + 1.5) / slots.length)}
                y2={yOf(scale, next)}
                opacity={slots[i + 1]?.unfinished ? 0.5 : undefined}
              />
            );
          })}
        </g>
      ))}
    </Plot>
  );
}
