import { Skeleton } from '#components/ui/skeleton';

/** The place of a page of charts: header, filters, tiles, charts and a table of their heights. */
export function ReportSkeleton({ of, charts }: { of: string; charts: number }) {
  return (
    <div role="status">
      <span className="sr-only">Loading {of}…</span>
      <Skeleton className="mb-2 h-7 w-40" />
      <Skeleton className="mb-6 h-5 w-96 max-w-full" />
      <Skeleton className="mb-3 h-7 w-96 max-w-full" />
      <Skeleton className="mb-6 h-8 w-96 max-w-full" />
      <Skeleton className="mb-6 h-5 w-72 max-w-full" />
      <div className="mb-6 grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {['one', 'two', 'three', 'four'].map((tile) => (
          <Skeleton key={tile} className="h-29" />
        ))}
      </div>
      <div className={charts > 1 ? 'mb-6 grid gap-4 xl:grid-cols-2' : 'mb-6'}>
        {Array.from({ length: charts }, (_, chart) => (
          <Skeleton key={`chart-${String(chart)}`} className="h-92" />
        ))}
      </div>
      <Skeleton className="h-64" />
    </div>
  );
}
