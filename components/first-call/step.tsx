import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';

/** One step of a short way; numbered, ticked when done, faint before its turn. */
export function Step({
  number,
  title,
  state,
  children,
}: {
  number: number;
  title: string;
  state: 'done' | 'now' | 'later';
  children?: ReactNode;
}) {
  return (
    <li className="relative flex gap-4 pb-8 last:pb-0 not-last:before:absolute not-last:before:top-8 not-last:before:bottom-0 not-last:before:left-3.5 not-last:before:w-px not-last:before:bg-line">
      <span
        aria-hidden
        className={cn(
          'flex size-7 shrink-0 items-center justify-center rounded-full border font-semibold text-sm',
          state === 'done' && 'border-ok bg-ok-soft text-ok',
          state === 'now' && 'border-ink bg-ink text-inverse',
          state === 'later' && 'border-strong text-faint',
        )}
      >
        {state === 'done' ? <Check className="size-4" /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h2
          className={cn(
            'flex min-h-7 items-center font-semibold',
            state === 'later' && 'text-faint',
          )}
        >
          <span className="sr-only">{`Step ${number}${state === 'done' ? ', done' : ''}: `}</span>
          {title}
        </h2>
        {children && <div className="mt-2">{children}</div>}
      </div>
    </li>
  );
}
