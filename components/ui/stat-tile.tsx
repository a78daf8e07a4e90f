import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';

/** One number with its unit and how fresh it is. */
export function StatTile({
  label,
  value,
  unit,
  note,
  freshness,
  actions,
  className,
  children,
}: {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  /** What the number means just now. */
  note?: ReactNode;
  /** When the number was read, usually a `Time`. */
  freshness?: ReactNode;
  actions?: ReactNode;
  className?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <section
      className={cn(
        'flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3',
        className,
      )}
    >
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h2 className="text-muted text-sm">{label}</h2>
        {actions && <div className="-mr-2.5">{actions}</div>}
      </div>
      <p className="flex flex-wrap items-baseline gap-x-1.5">
        <span className="font-semibold text-2xl tracking-tight">{value}</span>
        {unit && <span className="text-muted">{unit}</span>}
      </p>
      {children}
      {note && <div className="text-muted text-sm">{note}</div>}
      {freshness && <div className="mt-auto pt-1 text-faint text-xs">{freshness}</div>}
    </section>
  );
}
