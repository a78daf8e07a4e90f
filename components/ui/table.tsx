import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';
import { Link } from '#components/ui/link';

/**
 * A table on wide screens; below 768 px every row becomes a card, each cell with its `label`. What is for
 * screen readers only stands in its frame: else it would make the page as wide as the table.
 */
export function Table({
  label,
  head,
  children,
  className,
}: {
  label: string;
  /** The `Th` elements. */
  head: ReactNode;
  /** The `Tr` elements. */
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <div
      className={cn(
        'relative max-w-full overflow-x-auto rounded-lg border border-line bg-surface',
        className,
      )}
    >
      <table aria-label={label} className="w-full border-collapse text-left max-md:block">
        <thead className="border-line border-b bg-subtle max-md:sr-only">
          <tr>{head}</tr>
        </thead>
        <tbody className="divide-y divide-line max-md:block">{children}</tbody>
      </table>
    </div>
  );
}

export type Sort = { href: string; direction: 'asc' | 'desc' | null };

/** A column's head; with `sort` it is a link that sorts by it. Icon-only columns name themselves by `hiddenLabel`. */
export function Th({
  children,
  sort,
  align = 'left',
  hiddenLabel,
}: {
  children?: ReactNode;
  sort?: Sort | undefined;
  align?: 'left' | 'right' | undefined;
  hiddenLabel?: string | undefined;
}) {
  const order = { asc: 'ascending', desc: 'descending' } as const;
  const Icon = sort?.direction ? { asc: ArrowUp, desc: ArrowDown }[sort.direction] : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sort?.direction ? order[sort.direction] : undefined}
      className={cn(
        'h-9 whitespace-nowrap px-4 font-medium text-muted text-sm',
        align === 'right' && 'text-right',
      )}
    >
      {hiddenLabel && <span className="sr-only">{hiddenLabel}</span>}
      {sort ? (
        <Link
          href={sort.href}
          scroll={false}
          className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
        >
          {children}
          <Icon aria-hidden className={cn('size-3.5', !sort.direction && 'text-faint')} />
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

export function Tr({
  children,
  className,
}: {
  children: ReactNode;
  className?: string | undefined;
}) {
  return <tr className={cn('row', className)}>{children}</tr>;
}

/** A cell. On phones it shows `label` before its content; without one the content takes the full width. */
export function Td({
  label,
  children,
  align = 'left',
  className,
}: {
  label?: string | undefined;
  children?: ReactNode;
  align?: 'left' | 'right' | undefined;
  className?: string | undefined;
}) {
  return (
    <td data-label={label} className={cn('cell', align === 'right' && 'cell-right', className)}>
      <div>{children}</div>
    </td>
  );
}
