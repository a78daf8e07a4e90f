'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { Commands } from '#components/shell/commands-context';
import { useEnvironment } from '#components/shell/environment';
import { environmentPages, settingsPages } from '#components/shell/navigation';
import { singleKeysOn } from '#components/shell/single-keys';

const CHORD_MS = 1000;

/**
 * Ctrl/⌘-K opens the palette anywhere. Plain letters (`?`, `c`, `g` and one more) work outside of
 * text fields and dialogs, and can be switched off. Source: WCAG 2.2, 2.1.4 Character Key Shortcuts.
 */
export function useShortcuts(commands: Commands): void {
  const router = useRouter();
  const environment = useEnvironment();
  useEffect(() => {
    let chordSince = Number.NEGATIVE_INFINITY;
    const goTo = new Map(
      [...environmentPages(environment), ...settingsPages].map(({ hint, href }) => [hint, href]),
    );

    function onPlainKey(key: string, at: number) {
      const inChord = at - chordSince < CHORD_MS;
      chordSince = key === 'g' ? at : Number.NEGATIVE_INFINITY;
      const href = inChord ? goTo.get(`g ${key}`) : undefined;
      if (href) router.push(href);
      else if (key === '?') commands.showShortcuts();
      else if (key === 'c') router.push(`/${environment}/keys/new`);
    }

    function onKey(event: KeyboardEvent) {
      if (isPaletteKey(event)) {
        event.preventDefault();
        commands.showPalette();
      } else if (isPlain(event) && !isBusy(event) && singleKeysOn()) {
        onPlainKey(event.key, event.timeStamp);
      }
    }

    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [commands, router, environment]);
}

function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
}

function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Whether the key belongs to something else: a field, a menu, a dialog. */
function isBusy(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || !(event.target instanceof HTMLElement)) return true;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return true;
  return event.target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}
