'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useState } from 'react';
import { useEnvironment } from '#components/shell/environment';
import { FoundKeys, searchValue } from '#components/shell/found-keys';
import type { ShellOrganization } from '#components/shell/names';
import { useActions, usePages } from '#components/shell/palette-entries';
import { PaletteItem } from '#components/shell/palette-item';
import { REQUEST_ID, RequestEntry } from '#components/shell/request-entry';
import { useKeySearch } from '#components/shell/use-key-search';
import { cn } from '#components/ui/class-names';
import { backdropStyle, dialogStyle } from '#components/ui/dialog';

/** Search and act by keyboard: keys by name or tail, pages, organizations, environment, theme. */
export function Palette({
  onClose,
  others,
}: {
  onClose: () => void;
  /** Organizations to switch to. */
  others: readonly ShellOrganization[];
}) {
  const environment = useEnvironment();
  const [text, setText] = useState('');
  const [selected, setSelected] = useState('');
  const found = useKeySearch(environment, text);
  const [shown, setShown] = useState(found.keys);
  if (found.keys !== shown) {
    // Keys arrive after the rest was shown; the first of them is what was meant.
    setShown(found.keys);
    if (found.keys[0]) setSelected(searchValue(found.keys[0]));
  }
  const groups = [
    { heading: 'Actions', entries: useActions(others) },
    { heading: 'Pages', entries: usePages() },
  ];
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropStyle} />
        <Dialog.Popup className={cn(dialogStyle, 'top-[12vh]! max-w-xl translate-y-0!')}>
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <Command label="Commands" loop value={selected} onValueChange={setSelected}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Key name or tail, request id, page, action…"
              className="h-12 w-full border-line border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[60vh] overflow-y-auto p-1.5">
              {!REQUEST_ID.test(text) && (
                <Command.Empty className="px-4 py-8 text-center text-muted">
                  {found.searching ? 'Searching…' : `Nothing in ${environment} matches “${text}”.`}
                </Command.Empty>
              )}
              <RequestEntry environment={environment} text={text} onChoose={onClose} />
              <FoundKeys environment={environment} keys={found.keys} onChoose={onClose} />
              {groups.map(({ heading, entries }) => (
                <Command.Group key={heading} heading={heading}>
                  {entries.map((entry) => (
                    <PaletteItem key={entry.id} {...entry} onChoose={onClose} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
