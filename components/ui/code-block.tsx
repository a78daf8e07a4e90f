import { useId } from 'react';
import { cn } from '#components/ui/class-names';
import { CopyButton } from '#components/ui/copy-button';

/** A scrolling region has to be reachable without a mouse. */
const keyboardScroll = { tabIndex: 0 } as const;

/** Code to read and copy; long lines scroll inside the frame, with the keyboard too. */
export function CodeBlock({
  code,
  label,
  copied = code,
  wrap = false,
  className,
}: {
  code: string;
  /** What it is, as in "curl command"; it names the region and the copy button. */
  label: string;
  /** What the button copies when that is not what is shown. */
  copied?: string | undefined;
  wrap?: boolean | undefined;
  className?: string | undefined;
}) {
  const id = useId();
  return (
    <div className={cn('relative min-w-0 rounded-lg border border-line bg-subtle', className)}>
      <section
        {...keyboardScroll}
        aria-label={label}
        className="overflow-x-auto rounded-lg px-3.5 py-3 max-sm:pt-11"
      >
        <pre
          id={id}
          className={cn(
            'font-mono sm:pr-9 text-sm leading-5.5',
            wrap ? 'whitespace-pre-wrap break-all' : 'w-max min-w-full',
          )}
        >
          {code}
        </pre>
      </section>
      <CopyButton
        text={copied}
        what={label}
        sourceId={id}
        variant="secondary"
        className="absolute top-2 right-2"
      />
    </div>
  );
}
