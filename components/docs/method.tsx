import { cn } from '#components/ui/class-names';

const look: Readonly<Record<string, string>> = {
  GET: 'text-accent',
  POST: 'text-ok',
  PATCH: 'text-warn',
  DELETE: 'text-fail',
};

/** An HTTP method; its colour only helps to find it. */
export function Method({ method, className }: { method: string; className?: string | undefined }) {
  return (
    <span className={cn('font-mono font-semibold', look[method] ?? 'text-muted', className)}>
      {method}
    </span>
  );
}
