import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';

/** The page's name, the way back to its parents, one sentence, and its actions. */
export function PageHeader({
  title,
  description,
  parents = [],
  badges,
  actions,
}: {
  title: ReactNode;
  description?: ReactNode;
  parents?: readonly { label: string; href: string }[] | undefined;
  badges?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {parents.length > 0 && (
          <nav aria-label="Breadcrumb" className="mb-1">
            <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
              {parents.map((parent) => (
                <li key={parent.href} className="flex items-center gap-1">
                  <Link href={parent.href} className="rounded-sm hover:text-ink hover:underline">
                    {parent.label}
                  </Link>
                  <ChevronRight aria-hidden className="size-3.5 text-faint" />
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
          {badges}
        </div>
        {description && <p className="mt-1 max-w-2xl text-muted">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
