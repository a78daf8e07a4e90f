'use client';

import { createContext, useContext } from 'react';

export type Commands = {
  showPalette: () => void;
  showShortcuts: () => void;
  enterOrganization: (id: string) => void;
  leave: () => void;
};

/** Holds the commands; filled by `CommandProvider`. */
export const CommandsContext = createContext<Commands | null>(null);
/** What the shell can do, for its buttons. */
export function useCommands(): Commands {
  const commands = useContext(CommandsContext);
  if (commands === null) throw new Error('useCommands needs a CommandProvider above it.');
  return commands;
}
