import type { ReactNode } from 'react';
import { type Tone, toneIcon } from '#components/ui/badge';
import { cn } from '#components/ui/class-names';

const look: Readonly<Record<Tone, string>> = {
  neutral: 'border-line bg-subtle',
  info: 'border-accent/30 bg-accent-soft',
  ok: 'border-ok/30 bg-ok-soft',
  warn: 'border-warn-line bg-warn-soft',
  fail: 'border-fail/30 bg-fail-soft',
};
const ink: Readonly<Record<Tone, string>> = {
  neutral: 'text-faint',
  info: 'text-accent',
  ok: 'text-ok',
  warn: 'text-warn',
  fail: 'text-fail',
};

/** Something to know, in place: what happened, what it means, what to do (`actions`). */
export function Callout({
  tone = 'info',
  title,
  children,
  actions,
  live = false,
  className,
}: {
  tone?: Tone | undefined;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out when it appears. */
  live?: boolean | undefined;
  className?: string | undefined;
}) {
  const Icon = toneIcon[tone];
  return (
    <div
      role={live ? (tone === 'fail' ? 'alert' : 'status') : undefined}
      className={cn('flex min-w-0 gap-2.5 rounded-lg border px-3 py-2.5', look[tone], className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', ink[tone])} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_16rem]">
          {title && <p className="font-medium">{title}</p>}
          {children && <div className={cn(title ? 'text-muted' : 'text-ink')}>{children}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
