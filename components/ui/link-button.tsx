import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { buttonStyle } from '#components/ui/button';
import { cn } from '#components/ui/class-names';
import { Link } from '#components/ui/link';

/** A link that looks like a `Button`, for going somewhere. */
export function LinkButton({
  variant,
  size,
  className,
  ...rest
}: ComponentProps<typeof Link> & VariantProps<typeof buttonStyle>) {
  return <Link {...rest} className={cn(buttonStyle({ variant, size }), className)} />;
}
