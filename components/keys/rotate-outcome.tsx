import type { ReactNode } from 'react';
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
    <div className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3">
      <Part title="Changes">
        The secret, the id and the dates: the new key <NewKeyEnd apiKey={apiKey} now={now} />.
      </Part>
      <Part title="Stays">
        Name, note, {permissionsInShort(apiKey.permissions).toLowerCase()} permissions,{' '}
        {apiKey.ipAllowlist.length > 0 ? 'allowed addresses' : 'any address'},{' '}
        {apiKey.rateLimit === null ? 'no own rate limit' : 'own rate limit'}.
      </Part>
      <Part title="Old key">
        <KeyText prefix={apiKey.prefix} tail={apiKey.tail} />{' '}
        <OldKeyEnd apiKey={apiKey} seconds={seconds} now={now} />
      </Part>
    </div>
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

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="bg-surface px-3 py-2.5">
      <h3 className="font-medium">{title}</h3>
      <p className="mt-0.5 text-muted text-sm">{children}</p>
    </section>
  );
}
