'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { cn } from '#components/ui/class-names';
import {
  backdropStyle,
  DialogFooter,
  type DialogProps,
  dialogStyle,
  dialogWidth,
} from '#components/ui/dialog';

/**
 * A question or a fact that must be answered. A click outside never closes it; with
 * `dismissible={false}` Esc does not either, and only the buttons in `footer` do.
 */
export function AlertDialog({
  size = 'md',
  open,
  onOpenChange,
  dismissible = true,
  ...parts
}: DialogProps & { dismissible?: boolean | undefined }) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, details) => {
        if (!next && !dismissible && details.reason === 'escape-key') details.cancel();
        else onOpenChange?.(next);
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup className={cn(dialogStyle, dialogWidth[size])}>
          <div className="flex-1 overflow-y-auto px-5 pt-4 pb-5">
            <Base.Title className="mb-1 font-semibold text-lg">{parts.title}</Base.Title>
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
