'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { ArrowLeftRight, Building2, Keyboard, KeyRound, LogOut, Moon, Plus } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useState } from 'react';
import { useCommands } from '#components/shell/commands-context';
import { useEnvironment } from '#components/shell/environment';
import type { ShellOrganization } from '#components/shell/names';
import { environmentPages, settingsPages } from '#components/shell/navigation';
import { PaletteItem } from '#components/shell/palette-item';
import { samePageIn } from '#components/shell/paths';
import { useKeySearch } from '#components/shell/use-key-search';
import { cn } from '#components/ui/class-names';
import { backdropStyle, dialogStyle } from '#components/ui/dialog';
import { KeyText } from '#components/ui/mono';

const groupStyle =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs';

/** Search and act by keyboard: keys by name or tail, pages, organizations, environment, theme. */
export function Palette({
  onClose,
  others,
}: {
  onClose: () => void;
  others: readonly ShellOrganization[];
}) {
  const router = useRouter();
  const path = usePathname();
  const environment = useEnvironment();
  const commands = useCommands();
  const { resolvedTheme, setTheme } = useTheme();
  const [text, setText] = useState('');
  const found = useKeySearch(environment, text);
  const other = environment === 'live' ? 'test' : 'live';
  const act = (action: () => void) => () => {
    onClose();
    action();
  };
  const go = (href: string) => act(() => router.push(href));

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropStyle} />
        <Dialog.Popup className={cn(dialogStyle, 'top-[12vh] max-w-xl translate-y-0')}>
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <Command label="Commands" loop className="flex min-h-0 flex-col">
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="A key's name or last characters, a page, an action…"
              className="h-12 border-line border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[60vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-4 py-8 text-center text-muted">
                {found.searching ? 'Searching…' : `Nothing in ${environment} matches “${text}”.`}
              </Command.Empty>
              {found.keys.length > 0 && (
                <Command.Group heading={`Keys in ${environment}`} className={groupStyle}>
                  {found.keys.map((key) => (
                    <PaletteItem
                      key={key.id}
                      value={`${key.name} ${key.tail} ${key.id}`}
                      icon={KeyRound}
                      onSelect={go(`/${environment}/keys/${key.id}`)}
                      end={<KeyText prefix={key.prefix} tail={key.tail} />}
                    >
                      {key.name}
                    </PaletteItem>
                  ))}
                </Command.Group>
              )}
              <Command.Group heading="Actions" className={groupStyle}>
                <PaletteItem icon={Plus} hint="c" onSelect={go(`/${environment}/keys/new`)}>
                  {`Create ${environment} API key`}
                </PaletteItem>
                <PaletteItem icon={ArrowLeftRight} onSelect={go(samePageIn(path, other))}>
                  {`Switch to the ${other} environment`}
                </PaletteItem>
                {others.map(({ id, name }) => (
                  <PaletteItem
                    key={id}
                    value={`Switch to organization ${name} ${id}`}
                    icon={Building2}
                    onSelect={act(() => commands.enterOrganization(id))}
                  >
                    {`Switch to organization ${name}`}
                  </PaletteItem>
                ))}
                <PaletteItem
                  icon={Moon}
                  onSelect={act(() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark'))}
                >
                  Toggle light and dark theme
                </PaletteItem>
                <PaletteItem icon={Keyboard} hint="?" onSelect={commands.showShortcuts}>
                  Keyboard shortcuts
                </PaletteItem>
                <PaletteItem icon={LogOut} onSelect={act(commands.leave)}>
                  Sign out
                </PaletteItem>
              </Command.Group>
              <Command.Group heading="Pages" className={groupStyle}>
                {[...environmentPages(environment), ...settingsPages].map((page) => (
                  <PaletteItem
                    key={page.href}
                    icon={page.icon}
                    hint={page.hint}
                    onSelect={go(page.href)}
                  >
                    {page.label}
                  </PaletteItem>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
