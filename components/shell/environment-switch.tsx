'use client';

import { FlaskConical, Radio } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { environmentOf, samePageIn } from '#components/shell/paths';
import { cn } from '#components/ui/class-names';
import { Link } from '#components/ui/link';

const choices = [
  { environment: 'live', label: 'Live', icon: Radio, on: 'bg-surface text-ink' },
  { environment: 'test', label: 'Test', icon: FlaskConical, on: 'bg-band text-band-ink' },
] as const;

/** Leads to the same page in the other environment; absent on pages that belong to neither. */
export function EnvironmentSwitch() {
  const path = usePathname();
  const current = environmentOf(path);
  if (current === null) return null;
  return (
    <nav
      aria-label="Environment"
      className="flex rounded-md border border-strong bg-subtle p-0.5 font-medium text-sm"
    >
      {choices.map(({ environment, label, icon: Icon, on }) => (
        <Link
          key={environment}
          href={samePageIn(path, environment)}
          aria-current={environment === current ? 'true' : undefined}
          className={cn(
            'flex h-6.5 items-center gap-1.5 rounded-sm px-2 max-sm:h-8',
            environment === current ? on : 'text-muted hover:text-ink',
            environment === current && 'shadow-[0_0_0_1px_var(--strong)]',
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
