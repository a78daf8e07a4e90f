import { LoaderCircle } from 'lucide-react';
import { cn } from '#components/ui/class-names';

/** Turns while something is under way; say what in text beside it. */
export function Spinner({ className }: { className?: string | undefined }) {
  return <LoaderCircle aria-hidden className={cn('size-4 shrink-0 animate-spin', className)} />;
}
