import type { ReactNode } from 'react';
import { Button } from '#components/ui/button';
import { DenialNote } from '#components/ui/denial-note';
import type { FormState } from '#components/ui/form';

/** Does something with a channel at once; says beside it that it was done, or why not. */
export function ChannelButton({
  state,
  what,
  done,
  onPress,
  children,
}: {
  state: Pick<FormState<never>, 'pending' | 'denial'>;
  /** Its name for who cannot see which channel it stands beside. */
  what: string;
  /** What is said once it was done; null before. */
  done: string | null;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <>
      <Button size="sm" pending={state.pending} aria-label={what} onClick={onPress}>
        {children}
      </Button>
      <p role="status" className="text-muted text-sm empty:hidden">
        {!state.denial && done}
      </p>
      {state.denial && (
        <div className="order-last w-full">
          <DenialNote denial={state.denial} />
        </div>
      )}
    </>
  );
}
