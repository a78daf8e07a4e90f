'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { cn } from '#components/ui/class-names';
import { backdropStyle, DialogCross, DialogFooter, type DialogProps } from '#components/ui/dialog';

const sides = {
  left: 'left-0 border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
  right: 'right-0 border-l data-ending-style:translate-x-full data-starting-style:translate-x-full',
};
const widths = { sm: 'max-w-72', md: 'max-w-md', lg: 'max-w-2xl' };

/** A modal panel at the side of the window, for forms and for the folded navigation. */
export function Sheet({
  side = 'right',
  size = 'md',
  open,
  onOpenChange,
  ...parts
}: DialogProps & { side?: 'left' | 'right' | undefined }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup
          className={cn(
            'fixed inset-y-0 z-50 flex w-[calc(100vw-3rem)] flex-col border-line bg-surface outline-none transition-transform duration-200',
            sides[side],
            widths[size],
          )}
        >
          <header className="flex h-14 shrink-0 items-center justify-between gap-4 border-line border-b px-5">
            <Base.Title className="truncate font-semibold text-lg">{parts.title}</Base.Title>
            <DialogCross />
          </header>
          <div className="flex-1 overflow-y-auto p-5">
            {parts.description && (
              <Base.Description className="mb-3 text-muted">{parts.description}</Base.Description>
            )}
            {parts.children}
          </div>
          {parts.footer && <DialogFooter>{parts.footer}</DialogFooter>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
