'use client';

import { CircleOff, Ellipsis, Eye, Pencil, RefreshCw } from 'lucide-react';
import type { KeyActions } from '#components/keys/key-actions';
import { Button } from '#components/ui/button';
import { Menu, MenuLink, MenuSeparator } from '#components/ui/menu';

/** What can be done with one key, behind its row's button. */
export function KeyMenu({
  name,
  href,
  actions,
}: {
  name: string;
  /** Address of the key's own page. */
  href: string;
  actions: KeyActions;
}) {
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuLink icon={Eye} href={href}>
        View details
      </MenuLink>
      {actions.edit && (
        <MenuLink icon={Pencil} href={`${href}/edit`}>
          Edit
        </MenuLink>
      )}
      {actions.rotate && (
        <MenuLink icon={RefreshCw} href={`${href}/rotate`}>
          Rotate…
        </MenuLink>
      )}
      {actions.revoke && (
        <>
          <MenuSeparator />
          <MenuLink icon={CircleOff} tone="danger" href={`${href}/revoke`}>
            Revoke…
          </MenuLink>
        </>
      )}
    </Menu>
  );
}
