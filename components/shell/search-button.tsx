'use client';

import { Search } from 'lucide-react';
import { useCommands } from '#components/shell/commands-context';
import { Kbd } from '#components/ui/kbd';

/** Opens the command palette, and tells the keys that do it faster. */
export function SearchButton() {
  const { showPalette } = useCommands();
  return (
    <button
      type="button"
      onClick={showPalette}
      aria-keyshortcuts="Control+K Meta+K"
      className="flex h-8 items-center gap-2 rounded-md border border-strong bg-surface px-2.5 text-muted hover:bg-hover max-sm:h-10 max-sm:border-transparent max-sm:bg-transparent md:w-64"
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left max-md:sr-only">Search or jump to…</span>
      <span className="flex gap-1 max-md:hidden" aria-hidden>
        <Kbd>Ctrl</Kbd>
        <Kbd>K</Kbd>
      </span>
    </button>
  );
}
