import type { SettingsOf } from '#lib/alerts/settings';
import { DAY_MS, nothing, type Open, type Outcome } from './outcome.ts';

/** How a key stands; times in epoch milliseconds. */
export type KeySeen = {
  readonly expiresAt: number | null;
  readonly revoked: boolean;
  /** It has a successor, or its end after a rotation is set. */
  readonly rotated: boolean;
};

/**
 * A key that nears its expiry, told once at each number of days; the stage is the number told last.
 * A key that comes late tells only the nearest. A rotated key's end is wanted, so it is no news.
 */
export function decideExpiring(
  settings: SettingsOf<'key_expiring'>,
  open: Open<'key_expiring'>,
  key: KeySeen,
  now: number,
): Outcome<'key_expiring'> {
  const why = reasonToEnd(open, key, now);
  if (why !== null) return open === null ? nothing : { do: 'resolve', resolution: { why } };
  if (key.expiresAt === null) return nothing;
  const left = key.expiresAt - now;
  const stage = settings.days.filter((days) => left <= days * DAY_MS).at(-1);
  if (stage === undefined) {
    return open === null ? nothing : { do: 'resolve', resolution: { why: 'rule_changed' } };
  }
  const evidence = {
    daysLeft: Math.ceil(left / DAY_MS),
    expiresAt: new Date(key.expiresAt).toISOString(),
  };
  if (open === null) return { do: 'fire', stage, evidence };
  return stage < open.stage ? { do: 'stage', stage, evidence } : nothing;
}

function reasonToEnd(open: Open<'key_expiring'>, key: KeySeen, now: number) {
  if (key.revoked) return 'key_revoked';
  if (key.expiresAt !== null && key.expiresAt <= now) return 'key_expired';
  if (key.rotated) return 'key_rotated';
  if (open === null) return null;
  const later = key.expiresAt === null || key.expiresAt > Date.parse(open.evidence.expiresAt);
  return later ? 'key_extended' : null;
}
