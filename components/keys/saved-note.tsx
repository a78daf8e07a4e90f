import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';

/** Confirms an edit where its result can be seen. */
export function SavedNote({ href }: { href: string }) {
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
      The change is in force from the next call on.
    </Callout>
  );
}
