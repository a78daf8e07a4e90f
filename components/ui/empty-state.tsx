import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Nothing here yet: why, and the button for what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon?: LucideIcon | undefined;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-strong border-dashed px-6 py-12 text-center">
      {Icon && (
        <span className="rounded-lg border border-line bg-surface p-2.5">
          <Icon aria-hidden className="size-5 text-faint" />
        </span>
      )}
      <div className="max-w-md">
        <h2 className="font-semibold">{title}</h2>
        {children && <div className="mt-1 text-muted">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
