'use client';

import { useState } from 'react';
import { Input } from '#components/ui/input';
import { findOperations, type ResourceLinks } from '#lib/reference/find';
import { Method } from './method.tsx';

/** Every operation by its resource, with a filter; without a script the form asks the server to filter. */
export function OperationNavigation({
  resources,
  filter,
}: {
  resources: readonly ResourceLinks[];
  /** What is filtered by at first. */
  filter: string;
}) {
  const [wanted, setWanted] = useState(filter);
  const found = findOperations(resources, wanted);
  const first = found[0]?.operations[0];
  return (
    <nav
      aria-label="Operations"
      className="flex flex-col gap-2 text-sm max-xl:mb-8 max-xl:max-h-96 max-xl:overflow-y-auto max-xl:rounded-lg max-xl:border max-xl:border-line max-xl:p-3 xl:sticky xl:top-6 xl:col-start-2 xl:row-span-2 xl:row-start-1 xl:max-h-[calc(100dvh-3rem)] xl:self-start xl:overflow-y-auto xl:p-1"
    >
      <form
        method="get"
        onSubmit={(event) => {
          event.preventDefault();
          if (first !== undefined) window.location.hash = first.anchor;
        }}
      >
        <Input
          type="search"
          name="filter"
          aria-label="Filter operations"
          placeholder="Filter operations"
          autoComplete="off"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      </form>
      <p role="status" className={first === undefined ? 'text-muted' : 'sr-only'}>
        {wanted === '' ? '' : `${countOf(found)} found`}
      </p>
      <ul className="flex flex-col gap-2">
        {found.map(({ name, operations }) => (
          <li key={name}>
            <p className="py-1 text-faint text-xs">{name}</p>
            <ul>
              {operations.map(({ anchor, method, summary }) => (
                <li key={anchor}>
                  <a
                    href={`#${anchor}`}
                    className="flex items-baseline gap-2 rounded-sm py-1 text-muted hover:text-ink max-xl:py-2"
                  >
                    <Method method={method} className="w-12 shrink-0 text-xs" />
                    {summary}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function countOf(resources: readonly ResourceLinks[]): string {
  const count = resources.reduce((sum, { operations }) => sum + operations.length, 0);
  return count === 1 ? '1 operation' : `${count || 'No'} operations`;
}
