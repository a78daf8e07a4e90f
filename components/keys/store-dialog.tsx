'use client';

import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { AlertDialog } from '#components/ui/alert-dialog';
import { Button } from '#components/ui/button';
import { cn } from '#components/ui/class-names';
import { useLeaveGuard } from './secret-handling.ts';

type Props = {
  title: string;
  description: ReactNode;
  /** What the one button that leaves says. */
  storedLabel: string;
  /** Beside the button until somebody tries to leave in another way. */
  hint: string;
  /** The person says that it is stored: forget the secret and go on. */
  onStored: () => void;
  children: ReactNode;
};

/**
 * What is shown this one time, above everything else. Neither Esc, a click outside nor Back loses it,
 * and a closed tab asks first: only the button leaves.
 */
export function StoreDialog({ title, description, storedLabel, hint, onStored, children }: Props) {
  const [reminders, setReminders] = useState(0);
  const release = useLeaveGuard(() => setReminders((count) => count + 1));
  return (
    <AlertDialog
      open
      dismissible={false}
      size="lg"
      title={title}
      description={description}
      footer={
        <>
          <p
            role="status"
            className={cn(
              'mr-auto flex min-h-8 items-center gap-1.5 text-sm',
              !reminders && 'text-muted',
            )}
          >
            {reminders > 0 ? (
              <span key={reminders} className="flex items-center gap-1.5 text-warn">
                <TriangleAlert aria-hidden className="size-4 shrink-0" />
                Still here: store first, then press “{storedLabel}”.
              </span>
            ) : (
              hint
            )}
          </p>
          <Button
            variant="primary"
            onClick={() => {
              release();
              onStored();
            }}
          >
            {storedLabel}
          </Button>
        </>
      }
    >
      {children}
    </AlertDialog>
  );
}
