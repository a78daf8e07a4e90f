'use client';

import { useEnvironment } from '#components/shell/environment';
import { environmentPages, settingsPages } from '#components/shell/navigation';
import { setSingleKeys, useSingleKeys } from '#components/shell/single-keys';
import { Dialog } from '#components/ui/dialog';
import { Kbd } from '#components/ui/kbd';
import { Switch } from '#components/ui/switch';

/** The list of shortcuts, and the switch for those of one plain letter. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const on = useSingleKeys();
  const pages = [...environmentPages(useEnvironment()), ...settingsPages];
  const rows = [
    { keys: 'Ctrl K', what: 'Search, jump, act (⌘ K on a Mac)' },
    { keys: '?', what: 'This list' },
    { keys: 'c', what: 'Create an API key' },
    ...pages.filter(({ hint }) => hint).map(({ hint, label }) => ({ keys: hint, what: label })),
  ];
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts" size="sm">
      <dl className="mt-2 divide-y divide-line">
        {rows.map(({ keys, what }) => (
          <div key={keys} className="flex items-center justify-between gap-4 py-1.5">
            <dt>{what}</dt>
            <dd className="flex gap-1">
              {keys.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        className="mt-4"
        label="Plain-letter shortcuts"
        hint="Switch them off when you dictate or use single keys yourself."
        checked={on}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
