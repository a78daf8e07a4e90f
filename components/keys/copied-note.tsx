import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import type { KeyView } from '#lib/keys/view';

/** Says where the form's values come from, and that the other key goes on working. */
export function CopiedNote({ from, kept }: { from: KeyView; kept: number }) {
  const fewer = kept < from.permissions.length;
  return (
    <Callout
      className="mb-4"
      title={`In place of “${from.name}”`}
      actions={
        <LinkButton size="sm" href={`/${from.environment}/keys/${from.id}`}>
          See that key
        </LinkButton>
      }
    >
      {fewer
        ? `Only what it needed in the last 30 days is chosen: ${kept} of its ${from.permissions.length} permissions.`
        : 'Its permissions, addresses and limit are taken over.'}{' '}
      It goes on working: put the new key in place, then revoke the old one.
    </Callout>
  );
}
