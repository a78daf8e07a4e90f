'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { type ReactNode, useMemo, useState } from 'react';
import { type Commands, CommandsContext } from '#components/shell/commands-context';
import { useEnvironment } from '#components/shell/environment';
import type { ShellOrganization } from '#components/shell/names';
import { useShortcuts } from '#components/shell/use-shortcuts';
import { FormOwner } from '#components/ui/form';
import { switchOrganizationAction } from './actions.ts';

const Palette = dynamic(() => import('#components/shell/palette').then((file) => file.Palette), {
  ssr: false,
});
const ShortcutHelp = dynamic(
  () => import('#components/shell/shortcut-help').then((file) => file.ShortcutHelp),
  { ssr: false },
);

/** Holds the command palette and the shortcuts, and what both can do. */
export function CommandProvider({
  organization,
  organizations,
  children,
}: {
  organization: ShellOrganization;
  organizations: readonly ShellOrganization[];
  children: ReactNode;
}) {
  const router = useRouter();
  const environment = useEnvironment();
  const [shown, setShown] = useState<'palette' | 'shortcuts' | null>(null);

  const commands = useMemo<Commands>(
    () => ({
      showPalette: () => setShown('palette'),
      showShortcuts: () => setShown('shortcuts'),
      enterOrganization: async (id) => {
        const result = await switchOrganizationAction({ organizationId: id });
        if (!result.ok) return;
        router.push(`/${environment}/overview`);
        router.refresh();
      },
      leave: signOut,
    }),
    [router, environment],
  );
  useShortcuts(commands);

  const close = () => setShown(null);
  return (
    <CommandsContext value={commands}>
      <FormOwner value={organization.id}>{children}</FormOwner>
      {shown === 'palette' && (
        <Palette
          onClose={close}
          others={organizations.filter(({ id }) => id !== organization.id)}
        />
      )}
      {shown === 'shortcuts' && <ShortcutHelp onClose={close} />}
    </CommandsContext>
  );
}

/** The next page is loaded anew, so that nothing of this one stays in memory. */
async function signOut() {
  await fetch('/sign-out', { method: 'POST' });
  window.location.assign('/sign-in?signedOut');
}
