import type { ReactNode } from 'react';
import { Button } from '#components/ui/button';
import { LinkButton } from '#components/ui/link-button';

/** The end of a long form, always in sight: the way out and the button that sends it. */
export function FormBar({
  cancelHref,
  submit,
  pending,
  children,
}: {
  cancelHref: string;
  /** What the button says. */
  submit: string;
  pending: boolean;
  /** What stands before both. */
  children?: ReactNode;
}) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-line border-t bg-canvas px-4 py-3">
      {children}
      <span className="flex gap-2">
        <LinkButton href={cancelHref}>Cancel</LinkButton>
        <Button type="submit" variant="primary" pending={pending}>
          {submit}
        </Button>
      </span>
    </div>
  );
}
