import type { ComponentProps } from 'react';
import { cn } from '#components/ui/class-names';
import { Link } from '#components/ui/link';

/** A link inside running text. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={cn(
        'rounded-sm font-medium text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent',
        className,
      )}
    />
  );
}
