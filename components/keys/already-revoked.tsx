import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';
import { reasonTexts } from './key-texts.ts';

/** What the revoke page says of a key that has been revoked. */
export function AlreadyRevoked({ apiKey }: { apiKey: KeyView }) {
  if (apiKey.revokedAt === null) return null;
  return (
    <Callout
      tone="ok"
      title="This key is revoked"
      actions={
        <LinkButton href={`/${apiKey.environment}/keys/${apiKey.id}`}>See the key</LinkButton>
      }
    >
      Refused since <Time iso={apiKey.revokedAt} style="milli" />
      {apiKey.revokeReason && `, reason: ${reasonTexts[apiKey.revokeReason].toLowerCase()}`}. That
      can’t be undone; create a new key instead.
    </Callout>
  );
}
