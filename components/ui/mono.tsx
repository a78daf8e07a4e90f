import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';

/** Where a path or a code breaks best, so that `insufficient_permissions` is not cut within a word. */
const JOINT = /(?<=\/)|(?<=_)(?=[a-z])/;

/** Text that a machine reads: ids, headers, code in a sentence. */
export function Mono({
  children,
  className,
}: {
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <code className={cn('wrap-anywhere font-mono text-[0.93em]', className)}>
      {typeof children === 'string' ? <Jointed text={children} /> : children}
    </code>
  );
}

function Jointed({ text }: { text: string }) {
  const [first, ...others] = text.split(JOINT);
  if (others.length === 0) return text;
  return (
    <>
      {first}
      <wbr />
      <Jointed text={others.join('')} />
    </>
  );
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
