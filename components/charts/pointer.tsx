'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';

/** What is read off at one place of a chart. */
export type Point = { readonly title: string; readonly lines: readonly string[] };

/**
 * Reads exact values off a chart: by pointing, by touch, or by the arrow keys like a slider. The values
 * stand above the chart, where no finger covers them.
 */
export function Pointer({
  label,
  points,
  children,
}: {
  label: string;
  points: readonly Point[];
  children: ReactNode;
}) {
  const [at, setAt] = useState<number | null>(null);
  const last = points.length - 1;
  const shown = at === null ? undefined : points[at];

  function onMove(event: PointerEvent<HTMLDivElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const place = Math.floor(((event.clientX - left) / width) * points.length);
    setAt(Math.min(Math.max(place, 0), last));
  }

  function onKey(event: KeyboardEvent) {
    const next = keyTarget(event.key, at ?? last, last);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
  }

  return (
    <>
      <p className="mb-1 min-h-10 text-sm max-sm:min-h-15" data-readout>
        {shown === undefined ? (
          <span className="text-faint">
            Point at the chart, or focus it and use the arrow keys, to read exact values.
          </span>
        ) : (
          <>
            <span className="font-medium">{shown.title}</span>{' '}
            <span className="text-muted">{shown.lines.join(' · ')}</span>
          </>
        )}
      </p>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={textOf(shown ?? points[last])}
        className="relative touch-pan-y rounded-sm"
        onPointerMove={onMove}
        onPointerDown={onMove}
        onPointerLeave={() => setAt(null)}
        onKeyDown={onKey}
        onBlur={() => setAt(null)}
      >
        {children}
        {at !== null && (
          <svg aria-hidden className="pointer-events-none absolute inset-0 size-full">
            <line
              x1={`${((at + 0.5) / points.length) * 100}%`}
              x2={`${((at + 0.5) / points.length) * 100}%`}
              y1="4"
              y2="180"
              stroke="var(--ink)"
              strokeDasharray="2 2"
            />
          </svg>
        )}
      </div>
    </>
  );
}

function keyTarget(key: string, at: number, last: number): number | null {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, at - 1);
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, at + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}

function textOf(point: Point | undefined): string {
  return point === undefined ? '' : `${point.title}: ${point.lines.join(', ')}`;
}
