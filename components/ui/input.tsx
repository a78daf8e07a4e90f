import type { ComponentProps } from 'react';
import { cn } from '#components/ui/class-names';

/** The look that every control with a text in it shares; 16 px on phones, so that iOS does not zoom. */
export const controlStyle =
  'w-full rounded-md border border-control bg-surface px-2.5 text-ink placeholder:text-faint max-sm:text-lg aria-invalid:border-fail disabled:cursor-not-allowed disabled:bg-subtle disabled:text-faint [&[readonly]]:bg-subtle';

/** One line of text. Give it its name through `Field` or an `aria-label`. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cn(controlStyle, 'h-8 max-sm:h-10', className)} />;
}
