'use client';

import { useEffect, useRef, useState } from 'react';
import type { Data } from './figures.tsx';

/** A scrolling frame takes the focus, to be scrolled by keyboard. */
const keyboardScroll = { tabIndex: 0 } as const;

/** Figures that are shown as a table when they are asked for; as long as they are not, it isn't made. */
export function TableOnDemand({ label, data }: { label: string; data: Data }) {
  const [open, setOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  // It may have been opened before the page's scripts ran.
  useEffect(() => setOpen(details.current?.open ?? false), []);
  return (
    <details ref={details} className="mt-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm text-muted text-sm hover:text-ink">
        Show as a table
      </summary>
      {open && <DataTable label={label} data={data} />}
    </details>
  );
}

/** The figures as a plain table that scrolls within its frame; numbers are aligned to the right. */
function DataTable({ label, data: { columns, rows } }: { label: string; data: Data }) {
  return (
    <section
      {...keyboardScroll}
      aria-label={label}
      className="mt-2 max-h-80 overflow-auto rounded-md border border-line"
    >
      <table
        aria-label={label}
        className="w-full border-collapse whitespace-nowrap text-right text-sm [&_td]:px-3 [&_td]:py-1 [&_th]:px-3 [&_th]:py-1.5 [&_th]:font-medium [&_th]:text-muted [&_tr>:first-child]:text-left max-md:[&_th]:whitespace-normal max-md:[&_td:first-child]:min-w-36 max-md:[&_tr>:first-child]:whitespace-normal"
      >
        <thead className="sticky top-0 bg-subtle">
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, i) => (
                <td key={columns[i]?.label}>{textOf(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function textOf(cell: string | number | null): string {
  if (cell === null) return '–';
  return typeof cell === 'number' ? cell.toLocaleString('en-GB') : cell;
}
