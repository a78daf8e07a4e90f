import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';

/** A framed group. With a title it is a section; `flush` leaves the padding to its content (tables). */
export function Card({
  title,
  description,
  actions,
  footer,
  flush = false,
  className,
  children,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  flush?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <section
      className={cn(
        'flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface',
        className,
      )}
    >
      {title && (
        <header
          className={cn(
            'flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3',
            flush && 'border-line border-b pb-3',
          )}
        >
          <div className="min-w-0 flex-[1_1_11rem]">
            <h2 className="font-semibold">{title}</h2>
            {description && <p className="text-muted text-sm">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children && <div className={cn('min-w-0 flex-1', !flush && 'p-4')}>{children}</div>}
      {footer && (
        <footer className="flex flex-wrap items-center justify-between gap-2 border-line border-t bg-subtle px-4 py-2.5 text-muted text-sm">
          {footer}
        </footer>
      )}
    </section>
  );
}
