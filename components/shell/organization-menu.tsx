'use client';

import { Building2, ChevronsUpDown } from 'lucide-react';
import { BrandMark } from '#components/shell/brand-mark';
import { useCommands } from '#components/shell/commands-context';
import type { ShellOrganization } from '#components/shell/names';
import { Button } from '#components/ui/button';
import { Menu, MenuChoice, MenuGroup, MenuLink, MenuSeparator } from '#components/ui/menu';

/** Names the organization that everything on the page belongs to, and leads to the others. */
export function OrganizationMenu({
  current,
  organizations,
}: {
  current: ShellOrganization;
  organizations: readonly ShellOrganization[];
}) {
  const { enterOrganization } = useCommands();
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          className="h-10! w-full min-w-0 justify-start! px-2! text-ink!"
          aria-label={`Organization ${current.name}`}
        >
          <BrandMark />
          <span title={current.name} className="min-w-0 flex-1 truncate text-left font-semibold">
            {current.name}
          </span>
          <ChevronsUpDown aria-hidden className="text-faint" />
        </Button>
      }
    >
      <MenuGroup label="Organizations">
        <MenuChoice
          options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          value={current.id}
          onChange={enterOrganization}
        />
      </MenuGroup>
      <MenuSeparator />
      <MenuLink href="/settings/organization" icon={Building2}>
        Organization settings
      </MenuLink>
    </Menu>
  );
}
