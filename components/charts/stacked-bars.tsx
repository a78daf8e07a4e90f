'use client';

import { fillOf, type Tint } from './patterns.tsx';
import { HEIGHT, Plot, type Slot, yOf } from './plot.tsx';
import { percent, type Scale, scaleFor } from './scale.ts';

export type StackedSlot = Slot & { readonly values: Readonly<Partial<Record<Tint, number>>> };

/** Counts by outcome over time, one bar a stretch. */
export function StackedBars({
  id,
  label,
  slots,
  stack,
}: {
  id: string;
  label: string;
  slots: readonly StackedSlot[];
  /** From the bottom up. */
  stack: readonly Tint[];
}) {
  const sums = slots.map(({ values }) => stack.reduce((sum, tint) => sum + (values[tint] ?? 0), 0));
  const scale = scaleFor(Math.max(0, ...sums));
  return (
    <Plot
      id={id}
      label={label}
      slots={slots}
      scale={scale}
      format={(mark) => mark.toLocaleString('en-GB')}
    >
      {slots.map((slot, i) => (
        <g key={slot.title} opacity={slot.unfinished ? 0.6 : undefined}>
          {piled(slot, stack, scale).map(({ tint, top, bottom }) => (
            <rect
              key={tint}
              x={percent((i + 0.1) / slots.length)}
              width={percent(0.8 / slots.length)}
              y={top}
              height={Number(Math.max(0, bottom - top).toFixed(2))}
              fill={fillOf(id, tint)}
            />
          ))}
        </g>
      ))}
    </Plot>
  );
}

/** The parts of a bar, each at least a pixel high so that one failure among thousands is seen. */
function piled({ values }: StackedSlot, stack: readonly Tint[], scale: Scale) {
  let sum = 0;
  let bottom = HEIGHT;
  const parts: { tint: Tint; top: number; bottom: number }[] = [];
  for (const tint of stack) {
    const value = values[tint] ?? 0;
    if (value === 0) continue;
    sum += value;
    const top = Math.min(yOf(scale, sum), bottom - 1);
    parts.push({ tint, top, bottom });
    bottom = top;
  }
  return parts;
}
