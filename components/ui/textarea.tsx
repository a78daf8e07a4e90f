import type { ComponentProps } from 'react';
import { cn } from '#components/ui/class-names';
import { controlStyle } from '#components/ui/input';

/** Several lines of text; grows with its content where the browser can. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={cn(controlStyle, 'field-sizing-content min-h-16 py-1.5', className)}
    />
  );
}
