'use client';

import { CircleOff, RefreshCw } from 'lucide-react';
import { createContext, type ReactNode, use, useState } from 'react';
import { Button } from '#components/ui/button';
import { Checkbox } from '#components/ui/checkbox';
import { LinkButton } from '#components/ui/link-button';
import { count } from './key-texts.ts';

type Selection = {
  readonly chosen: ReadonlySet<string>;
  readonly set: (ids: readonly string[], chosen: boolean) => void;
};

const SelectionContext = createContext<Selection>({ chosen: new Set(), set: () => undefined });

/** Keeps which keys of the page are ticked; the rows themselves stay on the server. */
export function KeySelection({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const set = (ids: readonly string[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) on ? next.add(id) : next.delete(id);
      return next;
    });
  return <SelectionContext value={{ chosen, set }}>{children}</SelectionContext>;
}

/** The tick of one key. */
export function SelectKey({ keyId, name }: { keyId: string; name: string }) {
  const { chosen, set } = use(SelectionContext);
  return (
    <Checkbox
      aria-label={`Select ${name}`}
      className="block"
      checked={chosen.has(keyId)}
      onChange={(event) => set([keyId], event.currentTarget.checked)}
    />
  );
}

/** Ticks all keys of the page that can be revoked. */
export function SelectPage({ keyIds }: { keyIds: readonly string[] }) {
  const { chosen, set } = use(SelectionContext);
  const ticked = keyIds.filter((id) => chosen.has(id)).length;
  return (
    <Checkbox
      aria-label="Select all on this page"
      className="block"
      disabled={keyIds.length === 0}
      checked={ticked > 0 && ticked === keyIds.length}
      ref={(box: HTMLInputElement | null) => {
        if (box) box.indeterminate = ticked > 0 && ticked < keyIds.length;
      }}
      onChange={(event) => set(keyIds, event.currentTarget.checked)}
    />
  );
}

/** What can be done with the ticked keys of this page; absent while none is. */
export function SelectionBar({
  keyIds,
  listHref,
}: {
  keyIds: readonly string[];
  /** Address of the list; the pages that rotate and revoke several keys are below it. */
  listHref: string;
}) {
  const { chosen, set } = use(SelectionContext);
  const ticked = keyIds.filter((id) => chosen.has(id));
  if (ticked.length === 0) return null;
  const query = new URLSearchParams(ticked.map((id) => ['key', id]));
  return (
    <section
      aria-label="Selected keys"
      className="sticky bottom-3 z-10 mt-3 flex flex-wrap items-center gap-2 rounded-lg bg-surface px-4 py-2.5 shadow-float"
    >
      <p role="status" className="font-medium">
        {count(ticked.length, 'key')} selected
      </p>
      <Button size="sm" variant="ghost" onClick={() => set(ticked, false)}>
        Clear
      </Button>
      <div className="ml-auto flex gap-2 max-sm:w-full max-sm:*:flex-1">
        <LinkButton size="sm" href={`${listHref}/rotate?${query}`}>
          <RefreshCw aria-hidden />
          Rotate…
        </LinkButton>
        <LinkButton size="sm" variant="danger-quiet" href={`${listHref}/revoke?${query}`}>
          <CircleOff aria-hidden />
          Revoke…
        </LinkButton>
      </div>
    </section>
  );
}
