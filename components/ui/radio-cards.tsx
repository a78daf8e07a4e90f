import { type ReactNode, useId } from 'react';
import { cn } from '#components/ui/class-names';

export type RadioCard<Value extends string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean | undefined;
};

/** One choice of a few, each with what it means. Controlled with `value`, or free with `defaultValue`. */
export function RadioCards<Value extends string>({
  name,
  legend,
  options,
  value,
  defaultValue,
  onChange,
  columns = 1,
  className,
}: {
  name: string;
  legend: ReactNode;
  options: readonly RadioCard<Value>[];
  value?: Value | undefined;
  defaultValue?: Value | undefined;
  onChange?: ((value: Value) => void) | undefined;
  columns?: 1 | 2 | 3 | 4 | undefined;
  className?: string | undefined;
}) {
  const id = useId();
  const grid = ['', '', 'sm:grid-cols-2', 'sm:grid-cols-3', 'sm:grid-cols-2 lg:grid-cols-4'];
  return (
    <fieldset className={cn('min-w-0', className)}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className={cn('grid gap-2', grid[columns])}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-2.5 rounded-md border border-strong bg-surface px-3 py-2.5 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-60 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              disabled={option.disabled}
              aria-describedby={option.hint ? `${id}-${option.value}` : undefined}
              {...(onChange
                ? { checked: value === option.value, onChange: () => onChange(option.value) }
                : { defaultChecked: defaultValue === option.value })}
              className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0">
              <span className="block font-medium">{option.label}</span>
              {option.hint && (
                <span id={`${id}-${option.value}`} className="block text-muted text-sm">
                  {option.hint}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
