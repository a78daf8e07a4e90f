import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';

/** Confirms what a form saved, where its result can be seen. */
export function AlertsSaved({
  saved,
  href,
}: {
  saved: string | string[] | undefined;
  href: string;
}) {
  if (saved !== 'rule' && saved !== 'channel') return null;
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
      {saved === 'rule'
        ? 'The rule is judged anew within a few seconds.'
        : 'The channel is used from the next alert on. Send a test to see that it arrives.'}
    </Callout>
  );
}
