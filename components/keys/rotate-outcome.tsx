import { OutcomePart, OutcomeParts } from '#components/keys/outcome-parts';
import { KeyText } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';
import { permissionsInShort } from './key-texts.ts';
import { oldKeyEnd } from './overlap.ts';

/** What a rotation changes and what it leaves, and when the old key ends. */
export function RotateOutcome({
  apiKey,
  seconds,
  now,
}: {
  apiKey: KeyView;
  seconds: number;
  now: number;
}) {
  return (
    <OutcomeParts>
      <OutcomePart title="Changes">
        The secret, the id and the dates: the new key <NewKeyEnd apiKey={apiKey} now={now} />.
      </OutcomePart>
      <OutcomePart title="Stays">
        Name, note, {permissionsInShort(apiKey.permissions).toLowerCase()} permissions,{' '}
        {apiKey.ipAllowlist.length > 0 ? 'allowed addresses' : 'any address'},{' '}
        {apiKey.rateLimit === null ? 'no own rate limit' : 'own rate limit'}.
      </OutcomePart>
      <OutcomePart title="Old key">
        <KeyText prefix={apiKey.prefix} tail={apiKey.tail} />{' '}
        <OldKeyEnd apiKey={apiKey} seconds={seconds} now={now} />
      </OutcomePart>
    </OutcomeParts>
  );
}

/** The new key is made to last as long as the old one was. */
function NewKeyEnd({ apiKey, now }: { apiKey: KeyView; now: number }) {
  if (apiKey.expiresAt === null) return 'never expires';
  const lifetime = Date.parse(apiKey.expiresAt) - Date.parse(apiKey.createdAt);
  return (
    <>
      expires on <Time iso={new Date(now + lifetime).toISOString()} style="date" />
    </>
  );
}

function OldKeyEnd({ apiKey, seconds, now }: { apiKey: KeyView; seconds: number; now: number }) {
  if (seconds === 0) return 'is refused as soon as you rotate.';
  if (!(seconds > 0)) return 'ends after the overlap.';
  const end = oldKeyEnd(now, seconds, apiKey.endsAt);
  const cut = apiKey.endsAt !== null && end === Date.parse(apiKey.endsAt);
  return (
    <>
      works until <Time iso={new Date(end).toISOString()} />
      {cut ? ', its own expiry: an overlap never lengthens a key.' : ', then it is refused.'}
    </>
  );
}
