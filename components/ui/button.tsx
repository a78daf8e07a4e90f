import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, MouseEvent } from 'react';
import { cn } from '#components/ui/class-names';
import { Spinner } from '#components/ui/spinner';

/** The look that `Button` and `LinkButton` share. */
export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors disabled:opacity-50 aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-ink bg-ink text-inverse hover:border-muted hover:bg-muted',
        secondary: 'border-strong bg-surface text-ink hover:bg-hover',
        ghost: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink',
        danger: 'border-danger bg-danger text-white hover:opacity-90',
        'danger-quiet': 'border-strong bg-surface text-fail hover:border-fail hover:bg-fail-soft',
      },
      size: {
        sm: 'h-7 px-2.5 text-sm',
        md: 'h-8 px-3 text-base max-sm:h-10',
        lg: 'h-10 px-4 text-base',
        icon: 'size-8 max-sm:size-10',
        'icon-sm': 'size-7',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonStyle> & {
    /** Shows a spinner and ignores clicks, without losing the focus. */
    pending?: boolean | undefined;
  };

/** A button; `type="button"` unless told otherwise. An icon-only one needs an `aria-label`. */
export function Button({
  variant,
  size,
  pending = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const handler = pending ? ignore : onClick;
  return (
    <button
      type="button"
      {...rest}
      {...(handler ? { onClick: handler } : {})}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      className={cn(buttonStyle({ variant, size }), className)}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}

function ignore(event: MouseEvent) {
  event.preventDefault();
}
