import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '#components/ui/class-names';

const asSwitch = { type: 'checkbox', role: 'switch' } as const;

/** On or off, at once: a checkbox with the role of a switch. */
export function Switch({
  label,
  hint,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type' | 'role'> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <label className={cn('flex items-start gap-3', className)}>
      <input
        {...rest}
        {...asSwitch}
        aria-describedby={hint ? id : undefined}
        className="relative mt-0.5 h-5 w-8 shrink-0 appearance-none rounded-full border border-control bg-control transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-surface before:transition-transform checked:border-accent checked:bg-accent checked:before:translate-x-3 disabled:opacity-50"
      />
      <span className="min-w-0">
        <span className="block font-medium">{label}</span>
        {hint && (
          <span id={id} className="block text-muted text-sm">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
