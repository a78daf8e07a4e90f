'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { Commands } from '#components/shell/commands';
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

    function onKey(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        commands.showPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event) || !singleKeysOn())
        return;
      const inChord = event.timeStamp - chordSince < CHORD_MS;
      chordSince = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const href = inChord ? goTo.get(`g ${event.key}`) : undefined;
      if (href) router.push(href);
      else if (event.key === '?') commands.showShortcuts();
      else if (event.key === 'c') router.push(`/${environment}/keys/new`);
    }

    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [commands, router, environment]);
}

/** Whether the key belongs to something else: a field, a menu, a dialog. */
function isBusy(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || !(event.target instanceof HTMLElement)) return true;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return true;
  return event.target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}
