import { Skeleton } from '#components/ui/skeleton';

export default function FirstCallLoading() {
  return (
    <div role="status" className="max-w-3xl">
      <span className="sr-only">Loading…</span>
      <Skeleton className="mb-6 h-13 w-72" />
      <Skeleton className="mb-8 h-24" />
      <Skeleton className="mb-8 h-64" />
      <Skeleton className="h-24" />
    </div>
  );
}
