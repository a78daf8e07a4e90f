'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonStyle } from '#components/ui/button';
import { cn } from '#components/ui/class-names';

export const backdropStyle =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';
export const dialogStyle =
  'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-xl bg-surface shadow-float outline-none transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-starting-style:scale-98 data-ending-style:opacity-0 data-starting-style:opacity-0';

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  size?: 'sm' | 'md' | 'lg' | undefined;
};

export const dialogWidth = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-2xl' } as const;

/** A modal dialog that Esc, the cross and a click outside close. */
export function Dialog({ size = 'md', onOpenChange, open, ...parts }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup className={cn(dialogStyle, dialogWidth[size])}>
          <header className="flex items-start justify-between gap-4 px-5 pt-4">
            <Base.Title className="font-semibold text-lg">{parts.title}</Base.Title>
            <DialogCross />
          </header>
          <div className="flex-1 overflow-y-auto px-5 pb-5">
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

/** The row of buttons at the foot of a dialog or a sheet. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap justify-end gap-2 border-line border-t bg-subtle px-5 py-3">
      {children}
    </footer>
  );
}

/** The cross that closes the dialog or the sheet it stands in. */
export function DialogCross() {
  return (
    <Base.Close
      aria-label="Close"
      className={cn(buttonStyle({ variant: 'ghost', size: 'icon-sm' }), '-mr-2')}
    >
      <X aria-hidden />
    </Base.Close>
  );
}
