import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';

export type Tone = 'neutral' | 'info' | 'ok' | 'warn' | 'fail';

/** The icon that goes with a tone, so that colour is never alone. */
export const toneIcon: Readonly<Record<Tone, LucideIcon>> = {
  neutral: Info,
  info: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  fail: CircleAlert,
};

const look: Readonly<Record<Tone, string>> = {
  neutral: 'border-line bg-subtle text-muted',
  info: 'border-transparent bg-accent-soft text-accent',
  ok: 'border-transparent bg-ok-soft text-ok',
  warn: 'border-transparent bg-warn-soft text-warn',
  fail: 'border-transparent bg-fail-soft text-fail',
};

/** A state: icon and word in the colour of its tone. `icon={null}` for a plain label. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
  className,
}: {
  tone?: Tone | undefined;
  icon?: LucideIcon | null | undefined;
  children: ReactNode;
  className?: string | undefined;
}) {
  const Icon = icon === undefined ? toneIcon[tone] : icon;
  return (
    <span
      className={cn(
        'inline-flex h-5.5 items-center gap-1 whitespace-nowrap rounded-md border px-1.5 font-medium text-xs',
        look[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}
