import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '#components/ui/class-names';

/** A checkbox with its label and, below it, what ticking it means. Without a label it needs `aria-label`. */
export function Checkbox({
  label,
  hint,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label?: ReactNode; hint?: ReactNode }) {
  const own = useId();
  const id = rest.id ?? own;
  const box = (
    <input
      {...rest}
      id={id}
      type="checkbox"
      aria-describedby={hint ? `${id}-hint` : rest['aria-describedby']}
      className={cn(
        'size-4 shrink-0 rounded-sm accent-accent disabled:opacity-50',
        label ? 'mt-0.5' : cn('block', className),
      )}
    />
  );
  if (!label) return box;
  return (
    <div className={cn('flex flex-col', className)}>
      <label htmlFor={id} className="flex items-start gap-2.5 py-0.5">
        {box}
        <span>{label}</span>
      </label>
      {hint && (
        <div id={`${id}-hint`} className="pl-6.5 text-muted text-sm">
          {hint}
        </div>
      )}
    </div>
  );
}
