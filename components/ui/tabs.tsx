'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export type TabEntry = { value: string; label: ReactNode; content: ReactNode };

/** Views of the same thing, one at a time. Views worth a link get their own URL instead. */
export function Tabs({
  label,
  tabs,
  defaultValue = tabs[0]?.value ?? '',
}: {
  label: string;
  tabs: readonly TabEntry[];
  defaultValue?: string | undefined;
}) {
  return (
    <Base.Root defaultValue={defaultValue} className="min-w-0">
      <Base.List
        aria-label={label}
        className="flex gap-4 overflow-x-auto border-line border-b px-0.5 pt-0.5"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 whitespace-nowrap rounded-t-sm border-transparent border-b-2 px-0.5 text-muted hover:text-ink focus-visible:-outline-offset-2 data-active:border-ink data-active:font-medium data-active:text-ink"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-3 outline-offset-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
