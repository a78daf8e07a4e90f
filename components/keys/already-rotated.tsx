import { keyActions } from '#components/keys/key-actions';
import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { KeyText } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { Role } from '#lib/auth/policy';
import type { KeyView } from '#lib/keys/view';

/** A key has one successor: where it is, and what to do when its secret was never stored. */
export function AlreadyRotated({ successor, role }: { successor: KeyView; role: Role }) {
  const href = `/${successor.environment}/keys/${successor.id}`;
  return (
    <Callout
      title="This key has been rotated"
      actions={
        <>
          {keyActions(successor, role).rotate && (
            <LinkButton href={`${href}/rotate`}>Rotate the new key…</LinkButton>
          )}
          <LinkButton variant="primary" href={href}>
            Go to the hand-over
          </LinkButton>
        </>
      }
    >
      <KeyText prefix={successor.prefix} tail={successor.tail} /> took over on{' '}
      <Time iso={successor.createdAt} />. Its secret was shown once and can’t be shown again; if
      nobody stored it, rotate the new key.
    </Callout>
  );
}
