import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/class-names';
import { controlStyle } from '#components/ui/input';

export type SelectOption = { value: string; label: string; disabled?: boolean | undefined };

/** The browser's own select: works before hydration, by keyboard and with the phone's picker. */
export function Select({
  options,
  className,
  ...rest
}: ComponentProps<'select'> & { options: readonly SelectOption[] }) {
  return (
    <span className={cn('relative inline-flex w-full', className)}>
      <select {...rest} className={cn(controlStyle, 'h-8 appearance-none pr-8 max-sm:h-10')}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
