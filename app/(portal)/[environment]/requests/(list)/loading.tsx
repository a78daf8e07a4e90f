import { Skeleton, TableSkeleton } from '#components/ui/skeleton';

export default function RequestsLoading() {
  return (
    <>
      <Skeleton className="mb-6 h-14 w-72" />
      <Skeleton className="mb-4 h-8 max-w-3xl" />
      <TableSkeleton rows={12} />
    </>
  );
}
