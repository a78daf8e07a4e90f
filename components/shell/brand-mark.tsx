import { cn } from '#components/ui/class-names';

/** The product's sign: a gate with a keyhole in it. */
export function BrandMark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-6 shrink-0', className)}>
      <rect width="32" height="32" rx="7" className="fill-ink" />
      <path
        d="M8 24V14a8 8 0 0 1 16 0v10"
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        className="stroke-inverse"
      />
      <circle cx="16" cy="16" r="2.6" className="fill-inverse" />
      <path d="M16 18v6" strokeWidth="2.6" strokeLinecap="round" className="stroke-inverse" />
    </svg>
  );
}
