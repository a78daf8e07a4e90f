import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';

export type Fact = { label: string; value: ReactNode };

/** Names and values, side by side where there is room. */
export function Facts({
  facts,
  className,
}: {
  facts: readonly Fact[];
  className?: string | undefined;
}) {
  return (
    <dl className={cn('divide-y divide-line', className)}>
      {facts.map((fact) => (
        <div key={fact.label} className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_1fr]">
          <dt className="text-muted">{fact.label}</dt>
          <dd className="min-w-0 break-words">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
