'use client';

import { fillOf, Patterns, type Tint } from './patterns.tsx';
import { strokes } from './strokes.ts';

export type LegendEntry = {
  readonly label: string;
  /** How it is drawn: a fill, the number of a line, or what is hatched. */
  readonly mark: Tint | number | 'unfinished';
};

/** What the fills and lines of a chart stand for. */
export function Legend({ id, entries }: { id: string; entries: readonly LegendEntry[] }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
      {entries.map(({ label, mark }) => (
        <li key={label} className="flex items-center gap-1.5">
          <svg width="16" height="12" aria-hidden="true">
            <Patterns id={`${id}-${mark}`} />
            {typeof mark === 'number' ? (
              <line x1="0" x2="16" y1="6" y2="6" {...strokes[mark]} />
            ) : (
              <rect
                width="16"
                height="12"
                rx="2"
                fill={
                  mark === 'unfinished'
                    ? `url(#${id}-${mark}-unfinished)`
                    : fillOf(`${id}-${mark}`, mark)
                }
              />
            )}
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
