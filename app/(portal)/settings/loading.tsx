import { Skeleton } from '#components/ui/skeleton';

export default function SettingsLoading() {
  return (
    <div role="status">
      <span className="sr-only">Loading the settings…</span>
      <Skeleton className="mb-6 h-8 w-40" />
      <Skeleton className="mb-4 h-44" />
      <Skeleton className="h-44" />
    </div>
  );
}
