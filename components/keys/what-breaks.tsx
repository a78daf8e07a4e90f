import { Callout } from '#components/ui/callout';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';
import type { KeyActivity } from '#lib/requests/key-activity';
import { count } from './key-texts.ts';

const DAY = 86_400_000;

/** What a revocation will break: how lately the key was used, from where, and how often. */
export function WhatBreaks({
  apiKey,
  activity,
  now,
}: {
  apiKey: KeyView;
  /** Null when it can't be read. */
  activity: KeyActivity | null;
  /** Milliseconds since the epoch. */
  now: number;
}) {
  if (apiKey.lastUsedAt === null) {
    return (
      <Callout tone="ok" title="Nothing has ever called with this key">
        Revoking it breaks nothing that we know of. Last use is at most a minute behind.
      </Callout>
    );
  }
  const fresh = now - Date.parse(apiKey.lastUsedAt) < DAY;
  return (
    <Callout
      tone={fresh ? 'fail' : 'warn'}
      title={
        fresh ? 'In use: whatever calls with it will fail at once' : 'Not used for a day or more'
      }
    >
      <p>
        Last call <Time iso={apiKey.lastUsedAt} style="relative" /> from{' '}
        <Mono>{apiKey.lastUsedIp ?? 'an unknown address'}</Mono>
        {apiKey.lastUsedClient && ` with ${apiKey.lastUsedClient}`}.
      </p>
      {activity && activity.requests > 0 && (
        <p>
          {count(activity.requests, 'call')} in the last 24 hours, from{' '}
          {count(activity.callerCount, 'caller')} known so far.
        </p>
      )}
      {fresh && <p>To replace it without an outage, rotate it with an overlap instead.</p>}
    </Callout>
  );
}
