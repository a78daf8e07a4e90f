import { LockKeyhole } from 'lucide-react';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';

/** A page that this person's role can't use; the verb behind it refuses as well. */
export function NotAllowed({ what, backHref }: { what: string; backHref: string }) {
  return (
    <EmptyState
      icon={LockKeyhole}
      title={`Your role can’t ${what}`}
      actions={<LinkButton href={backHref}>Back</LinkButton>}
    >
      Ask an owner or admin of the organization to do it, or to change your role.
    </EmptyState>
  );
}
