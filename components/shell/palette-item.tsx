'use client';

import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Kbd } from '#components/ui/kbd';

/** One line of the command palette. `value` is what typing matches, when the text alone is not unique. */
export function PaletteItem({
  icon: Icon,
  value,
  hint,
  end,
  onSelect,
  children,
}: {
  icon: LucideIcon;
  value?: string | undefined;
  hint?: string | undefined;
  end?: ReactNode;
  onSelect: () => void;
  children: string;
}) {
  return (
    <Command.Item
      value={value ?? children}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-hover max-sm:min-h-11"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
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
