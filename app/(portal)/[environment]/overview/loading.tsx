import { Skeleton } from '#components/ui/skeleton';

export default function OverviewLoading() {
  return (
    <div role="status">
      <span className="sr-only">Loading the overview…</span>
      <Skeleton className="mb-6 h-8 w-40" />
      <Skeleton className="mb-6 h-16" />
      <div className="mb-6 grid gap-4 sm:grid-cols-2">
        <Skeleton className="h-34" />
        <Skeleton className="h-34" />
      </div>
      <Skeleton className="h-64" />
    </div>
  );
}
