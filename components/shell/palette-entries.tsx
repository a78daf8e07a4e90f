'use client';

import {
  ArrowLeftRight,
  Building2,
  Keyboard,
  LogOut,
  type LucideIcon,
  Moon,
  Plus,
} from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useCommands } from '#components/shell/commands-context';
import { useEnvironment } from '#components/shell/environment';
import type { ShellOrganization } from '#components/shell/names';
import { environmentPages, helpPages, settingsPages } from '#components/shell/navigation';
import { samePageIn } from '#components/shell/paths';

/** One line of the palette. */
export type PaletteEntry = {
  id: string;
  icon: LucideIcon;
  label: string;
  /** Shortcut, keys apart by a blank. */
  hint?: string | undefined;
  act: () => void;
};

/** Everything that can be done from anywhere. */
export function useActions(others: readonly ShellOrganization[]): readonly PaletteEntry[] {
  const router = useRouter();
  const path = usePathname();
  const environment = useEnvironment();
  const other = environment === 'live' ? 'test' : 'live';
  const { enterOrganization, showShortcuts, leave } = useCommands();
  const { resolvedTheme, setTheme } = useTheme();
  return [
    {
      id: 'create',
      icon: Plus,
      label: `Create ${environment} API key`,
      hint: 'c',
      act: () => router.push(`/${environment}/keys/new`),
    },
    {
      id: 'environment',
      icon: ArrowLeftRight,
      label: `Switch to the ${other} environment`,
      act: () => router.push(samePageIn(path, other)),
    },
    ...others.map(({ id, name }) => ({
      id,
      icon: Building2,
      label: `Switch to organization ${name}`,
      act: () => enterOrganization(id),
    })),
    {
      id: 'theme',
      icon: Moon,
      label: 'Toggle light and dark theme',
      act: () => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'shortcuts',
      icon: Keyboard,
      label: 'Keyboard shortcuts',
      hint: '?',
      act: showShortcuts,
    },
    { id: 'leave', icon: LogOut, label: 'Sign out', act: leave },
  ];
}

/** Every page of the navigation. */
export function usePages(): readonly PaletteEntry[] {
  const router = useRouter();
  const environment = useEnvironment();
  return [...environmentPages(environment), ...settingsPages, ...helpPages].map(
    ({ label, href, icon, hint }) => ({
      id: href,
      icon,
      label,
      hint,
      act: () => router.push(href),
    }),
  );
}
