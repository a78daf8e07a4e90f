import { CircleOff, Pencil, RefreshCw } from 'lucide-react';
import type { KeyActions } from '#components/keys/key-actions';
import { LinkButton } from '#components/ui/link-button';

/** What can be done with the key, on its own page. */
export function KeyButtons({ href, actions }: { href: string; actions: KeyActions }) {
  return (
    <>
      {actions.edit && (
        <LinkButton href={`${href}/edit`}>
          <Pencil aria-hidden />
          Edit
        </LinkButton>
      )}
      {actions.rotate && (
        <LinkButton href={`${href}/rotate`}>
          <RefreshCw aria-hidden />
          Rotate…
        </LinkButton>
      )}
      {actions.revoke && (
        <LinkButton variant="danger-quiet" href={`${href}/revoke`}>
          <CircleOff aria-hidden />
          Revoke…
        </LinkButton>
      )}
    </>
  );
}
