import { cn } from '#components/ui/class-names';
import { CopyButton } from '#components/ui/copy-button';
import { Mono } from '#components/ui/mono';

/** An id to quote when asking for help. */
export function RequestId({
  id,
  label = 'Request id',
  className,
}: {
  id: string;
  label?: string | undefined;
  className?: string | undefined;
}) {
  return (
    <span className={cn('flex flex-wrap items-center gap-1 text-muted text-sm', className)}>
      {label} <Mono>{id}</Mono>
      <CopyButton text={id} what={label.toLowerCase()} />
    </span>
  );
}
