'use client';

import { CircleUser, Keyboard, LogOut, ShieldCheck } from 'lucide-react';
import { useCommands } from '#components/shell/commands-context';
import { Button } from '#components/ui/button';
import { Menu, MenuGroup, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu';

/** Who is signed in, their pages, and the way out. */
export function UserMenu({ name, email }: { name: string; email: string }) {
  const { showShortcuts, leave } = useCommands();
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="icon" aria-label={`${initials(name)}, account of ${name}`}>
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-ink font-semibold text-inverse text-xs"
          >
            {initials(name)}
          </span>
        </Button>
      }
    >
      <MenuGroup
        label={
          <>
            <span className="block truncate font-medium text-base text-ink">{name}</span>
            <span className="block truncate">{email}</span>
          </>
        }
      >
        <MenuSeparator />
        <MenuLink href="/settings/profile" icon={CircleUser}>
          Profile
        </MenuLink>
        <MenuLink href="/settings/security" icon={ShieldCheck}>
          Security
        </MenuLink>
        <MenuItem icon={Keyboard} onSelect={showShortcuts}>
          Keyboard shortcuts
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={LogOut} onSelect={leave}>
          Sign out
        </MenuItem>
      </MenuGroup>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}
