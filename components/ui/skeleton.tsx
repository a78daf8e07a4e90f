import { cn } from '#components/ui/class-names';

/** Holds the place of something that is loading; give it the size of what will come. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden className={cn('block animate-pulse rounded-md bg-hover', className)} />;
}

/** The place of a table: `rows` rows of the height that `Table` gives them. */
export function TableSkeleton({ rows = 5 }: { rows?: number | undefined }) {
  const keys = Array.from({ length: rows }, (_, row) => `row-${row}`);
  return (
    <div role="status" className="overflow-hidden rounded-lg border border-line bg-surface">
      <span className="sr-only">Loading…</span>
      <div className="h-9 border-line border-b bg-subtle" />
      {keys.map((key) => (
        <div
          key={key}
          className="flex h-11 items-center gap-6 border-line border-b px-4 last:border-0"
        >
          <Skeleton className="h-3.5 w-1/4" />
          <Skeleton className="h-3.5 w-1/5" />
          <Skeleton className="h-3.5 w-1/6" />
        </div>
      ))}
    </div>
  );
}
