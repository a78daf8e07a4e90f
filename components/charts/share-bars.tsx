'use client';

import { fillOf, type Tint } from './patterns.tsx';
import { HEIGHT, Plot, type Slot, yOf } from './plot.tsx';
import { percent, scaleFor } from './scale.ts';

export type ShareSlot = Slot & {
  /** Of the limit, 1 is all of it; null without calls. */
  readonly share: number | null;
};

/** From where on a limit counts as nearly used up. */
const NEAR = 0.8;

/** The share of a limit over time, with the lines of the limit and of 80 % of it. */
export function ShareBars({
  id,
  label,
  slots,
}: {
  id: string;
  label: string;
  slots: readonly ShareSlot[];
}) {
  const scale = scaleFor(Math.max(1, ...slots.map(({ share }) => share ?? 0)) * 1.05, 0.25);
  const format = (mark: number) => `${Math.round(mark * 100).toLocaleString('en-GB')} %`;
  return (
    <Plot id={id} label={label} slots={slots} scale={scale} format={format}>
      {slots.map((slot, i) => {
        if (slot.share === null || slot.share === 0) return null;
        const top = Math.min(yOf(scale, slot.share), HEIGHT - 1);
        return (
          <rect
            key={slot.title}
            x={percent((i + 0.1) / slots.length)}
            width={percent(0.8 / slots.length)}
            y={top}
            height={HEIGHT - top}
            fill={fillOf(id, tintOf(slot.share))}
            opacity={slot.unfinished ? 0.6 : undefined}
          />
        );
      })}
      <Mark y={yOf(scale, 1)} text="limit" dash={undefined} />
      <Mark y={yOf(scale, NEAR)} text="80 %" dash="5 4" />
    </Plot>
  );
}

/** How a share is drawn: below 80 %, nearly used up, beyond the limit. */
function tintOf(share: number): Tint {
  if (share > 1) return 'failed';
  return share >= NEAR ? 'limited' : 'ok';
}

function Mark({ y, text, dash }: { y: number; text: string; dash: string | undefined }) {
  return (
    <g>
      <line x1="0" x2="100%" y1={y} y2={y} stroke="var(--ink)" strokeDasharray={dash} />
      <text x="100%" y={y - 3} textAnchor="end" fill="var(--ink)" fontSize="11">
        {text}
      </text>
    </g>
  );
}
