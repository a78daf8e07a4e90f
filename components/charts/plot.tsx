import type { ReactNode } from 'react';
import { Patterns } from './patterns.tsx';
import { type Point, Pointer } from './pointer.tsx';
import { percent, type Scale } from './scale.ts';

/** Height of the drawing in pixels, and of the space above the highest mark. */
export const HEIGHT = 180;
const TOP = 8;
const TICKS = 6;

/** One stretch of time of a chart. */
export type Slot = Point & {
  /** Its short name on the axis. */
  readonly tick: string;
  /** Not over yet, or seen in part only: drawn hatched. */
  readonly unfinished: boolean;
};

/** Where a value stands, in pixels from the top. */
export function yOf(scale: Scale, value: number): number {
  return Number((TOP + (1 - scale.at(value)) * (HEIGHT - TOP)).toFixed(2));
}

/**
 * The frame of a chart: value axis, time axis, the unfinished stretch, and the pointer that reads values.
 * Drawn as SVG in per cent of the width, by the server too, so it needs no script to be seen. Its data comes
 * as props: parts of an SVG that stream in later would be hidden by a style that the content policy refuses.
 */
export function Plot({
  id,
  label,
  slots,
  scale,
  format,
  children,
}: {
  /** Its own on the page. */
  id: string;
  label: string;
  slots: readonly Slot[];
  scale: Scale;
  format: (mark: number) => string;
  children: ReactNode;
}) {
  return (
    <Pointer
      label={label}
      points={slots.map(({ title, lines }) => ({ title, lines }))}
      axis={<ValueAxis scale={scale} format={format} />}
    >
      <svg width="100%" height={HEIGHT + 24} aria-hidden="true" className="block overflow-visible">
        <Patterns id={id} />
        {scale.marks.map((mark) => (
          <line
            key={mark}
            x1="0"
            x2="100%"
            y1={yOf(scale, mark)}
            y2={yOf(scale, mark)}
            stroke={mark === 0 ? 'var(--strong)' : 'var(--line)'}
          />
        ))}
        <Unfinished id={id} slots={slots} />
        {children}
        <TimeAxis slots={slots} />
      </svg>
    </Pointer>
  );
}

/** The marks' values, left of the drawing, where no bar hides them. */
function ValueAxis({ scale, format }: { scale: Scale; format: (mark: number) => string }) {
  return (
    <svg width="48" height={HEIGHT + 24} aria-hidden="true" className="shrink-0 overflow-visible">
      {scale.marks.map((mark) => (
        <text
          key={mark}
          x="42"
          y={yOf(scale, mark) + 4}
          textAnchor="end"
          fill="var(--faint)"
          fontSize="11"
        >
          {mark === 0 ? '0' : format(mark)}
        </text>
      ))}
    </svg>
  );
}

function Unfinished({ id, slots }: { id: string; slots: readonly Slot[] }) {
  return slots.map(
    ({ title, unfinished }, at) =>
      unfinished && (
        <rect
          key={title}
          data-unfinished
          x={percent(at / slots.length)}
          width={percent(1 / slots.length)}
          y={TOP}
          height={HEIGHT - TOP}
          fill={`url(#${id}-unfinished)`}
          opacity="0.35"
        />
      ),
  );
}

function TimeAxis({ slots }: { slots: readonly Slot[] }) {
  const every = Math.max(1, Math.ceil(slots.length / TICKS));
  const first = Math.floor(every / 2);
  return slots.map((slot, i) =>
    i % every === first ? (
      <text
        key={slot.title}
        x={percent((i + 0.5) / slots.length)}
        y={HEIGHT + 17}
        textAnchor="middle"
        fill="var(--faint)"
        fontSize="11"
        className={((i - first) / every) % 2 === 1 ? 'max-sm:hidden' : undefined}
      >
        {slot.tick}
      </text>
    ) : null,
  );
}
