'use client';

import {
  BellRing,
  BookOpen,
  Building2,
  ChartColumn,
  CircleUser,
  Coins,
  Gauge,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  ScrollText,
  ShieldCheck,
  Terminal,
  Webhook,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEnvironment } from '#components/shell/environment';
import { isWithin } from '#components/shell/paths';
import { cn } from '#components/ui/class-names';
import { Link } from '#components/ui/link';
import type { Environment } from '#lib/db/generated/enums';

export type Destination = { label: string; href: string; icon: LucideIcon; hint: string };

/** The pages of an environment, in the order of the navigation. */
export function environmentPages(environment: Environment): readonly Destination[] {
  const page = (label: string, path: string, icon: LucideIcon, hint: string) => ({
    label,
    href: `/${environment}/${path}`,
    icon,
    hint,
  });
  return [
    page('Overview', 'overview', LayoutDashboard, 'g o'),
    page('API keys', 'keys', KeyRound, 'g k'),
    page('Usage', 'usage', ChartColumn, 'g u'),
    page('Rate limits', 'limits', Gauge, 'g l'),
    page('Requests', 'requests', ScrollText, 'g r'),
    page('Credits', 'credits', Coins, 'g c'),
    page('Alerts', 'alerts', BellRing, 'g a'),
    page('Webhooks', 'webhooks', Webhook, 'g w'),
    page('First call', 'first-call', Terminal, 'g f'),
  ];
}

/** The pages that belong to no environment. */
export const settingsPages: readonly Destination[] = [
  { label: 'Organization', href: '/settings/organization', icon: Building2, hint: 'g s' },
  { label: 'Profile', href: '/settings/profile', icon: CircleUser, hint: '' },
  { label: 'Security', href: '/settings/security', icon: ShieldCheck, hint: '' },
];

/** What is there for everybody. */
export const helpPages: readonly Destination[] = [
  { label: 'Documentation', href: '/docs', icon: BookOpen, hint: '' },
];

/** The links of the side navigation. */
export function Navigation() {
  const environment = useEnvironment();
  return (
    <nav aria-label="Main" className="flex flex-col gap-5">
      <Group pages={environmentPages(environment)} />
      <Group title="Settings" pages={settingsPages} />
      <Group title="Help" pages={helpPages} />
    </nav>
  );
}

function Group({ title, pages }: { title?: string; pages: readonly Destination[] }) {
  const path = usePathname();
  return (
    <div>
      {title && <h2 className="px-2.5 pb-1 text-faint text-xs">{title}</h2>}
      <ul className="flex flex-col gap-0.5">
        {pages.map(({ label, href, icon: Icon }) => {
          const here = isWithin(path, href);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex h-8 items-center gap-2.5 rounded-md px-2.5 max-lg:h-10',
                  here
                    ? 'bg-hover font-medium text-ink'
                    : 'text-muted hover:bg-hover hover:text-ink',
                )}
              >
                <Icon aria-hidden className={cn('size-4', here ? 'text-ink' : 'text-faint')} />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
