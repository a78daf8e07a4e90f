import type { ReactNode } from 'react';
import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';

/** Confirms what a form saved, where its result can be seen. */
export function SavedNote({
  href,
  children,
}: {
  /** The page without the note. */
  href: string;
  /** From when it is in force. */
  children: ReactNode;
}) {
  return (
    <Callout
      tone="ok"
      live
      title="Saved"
      actions={
        <LinkButton size="sm" href={href} replace scroll={false}>
          Dismiss
        </LinkButton>
      }
    >
      {children}
    </Callout>
  );
}
