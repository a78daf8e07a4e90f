import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something that unfolds by the browser itself; finding a word in the page unfolds it too. */
export function Disclosure({
  title,
  count,
  group,
  open = false,
  children,
}: {
  title: ReactNode;
  /** How many things are in it. */
  count?: number | undefined;
  /** Of those with the same name one is open at a time. */
  group?: string | undefined;
  open?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <details name={group} open={open} className="min-w-0">
      <summary className="flex w-fit list-none items-center gap-1 rounded-sm py-1 font-medium text-sm hover:underline max-sm:py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 text-faint [[open]>summary>&]:rotate-90"
        />
        {title}
        {count !== undefined && <span className="font-normal text-muted">({count})</span>}
      </summary>
      <div className="ml-1.5 border-line border-l pt-1 pb-2 pl-3">{children}</div>
    </details>
  );
}
