import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button';
import { LinkButton } from '#components/ui/link-button';

/** Steps through a list by cursor: links to both neighbours, null where there is none; a single page has no steps. */
export function Pagination({
  previousHref,
  nextHref,
  summary,
}: {
  previousHref: string | null;
  nextHref: string | null;
  /** As in "25 of 1,204 keys". */
  summary: ReactNode;
}) {
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-2 py-3">
      <p className="text-muted text-sm">{summary}</p>
      {(previousHref ?? nextHref) !== null && (
        <div className="flex gap-2">
          <Step href={previousHref}>
            <ChevronLeft aria-hidden />
            Previous
          </Step>
          <Step href={nextHref}>
            Next
            <ChevronRight aria-hidden />
          </Step>
        </div>
      )}
    </nav>
  );
}

function Step({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) {
    return (
      <Button size="sm" disabled>
        {children}
      </Button>
    );
  }
  return (
    <LinkButton size="sm" href={href} scroll={false}>
      {children}
    </LinkButton>
  );
}
