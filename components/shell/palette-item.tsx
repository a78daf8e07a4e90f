'use client';

import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import type { PaletteEntry } from '#components/shell/palette-entries';
import { Kbd } from '#components/ui/kbd';

/** One line of the command palette. Typing matches `value`, else the label. */
export function PaletteItem({
  id,
  icon: Icon,
  label,
  hint,
  value = `${label} ${id}`,
  end,
  act,
  onChoose,
}: PaletteEntry & {
  value?: string | undefined;
  end?: ReactNode;
  /** Told before it acts, to close the palette. */
  onChoose: () => void;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={() => {
        onChoose();
        act();
      }}
      className="flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-hover max-sm:min-h-11"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {end}
      {hint && (
        <span className="flex gap-1 max-sm:hidden">
          {hint.split(' ').map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Command.Item>
  );
}
