'use client';

import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

/** The look of everything that floats above the page. */
export const floatStyle =
  'z-50 rounded-lg bg-surface text-ink shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0';

/** A small panel anchored to its trigger; not modal, closed by Esc and by a click outside. */
export function Popover({
  trigger,
  title,
  children,
  align = 'start',
}: {
  trigger: ReactElement;
  title: string;
  children: ReactNode;
  align?: 'start' | 'center' | 'end' | undefined;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} collisionPadding={8} className="z-50">
          <Base.Popup className={`${floatStyle} max-w-[min(24rem,calc(100vw-1rem))] p-4`}>
            <Base.Title className="mb-2 font-semibold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
