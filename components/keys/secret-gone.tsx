import { keyActions } from '#components/keys/key-actions';
import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { KeyText } from '#components/ui/mono';
import type { Role } from '#lib/auth/policy';
import type { KeyView } from '#lib/keys/view';

/** What a reload shows where the secret was: it is gone from here, and how to get a new one. */
export function SecretGone({ apiKey, role }: { apiKey: KeyView; role: Role }) {
  const href = `/${apiKey.environment}/keys/${apiKey.id}`;
  return (
    <Callout
      title="The key was shown once and can’t be shown again"
      actions={
        <>
          {keyActions(apiKey, role).rotate && (
            <LinkButton href={`${href}/rotate`}>Rotate it…</LinkButton>
          )}
          <LinkButton variant="primary" href={href}>
            Go to the key
          </LinkButton>
        </>
      }
    >
      {apiKey.name} (<KeyText prefix={apiKey.prefix} tail={apiKey.tail} />) was made. If its secret
      is stored, all is well. If not, rotate it: you get a new secret, everything else stays.
    </Callout>
  );
}
