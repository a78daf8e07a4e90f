import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';

/** Text that a machine reads: ids, headers, code in a sentence. */
export function Mono({
  children,
  className,
}: {
  children: ReactNode;
  className?: string | undefined;
}) {
  return <code className={cn('wrap-anywhere font-mono text-[0.93em]', className)}>{children}</code>;
}

/** A text of which only both ends are known, such as `sk_live_…x7Qp`. */
export function KeyText({
  prefix,
  tail,
  className,
}: {
  prefix: string;
  tail: string;
  className?: string | undefined;
}) {
  return (
    <code className={cn('whitespace-nowrap font-mono text-[0.93em]', className)}>
      <span className="text-faint">{`${prefix}…`}</span>
      {tail}
    </code>
  );
}
