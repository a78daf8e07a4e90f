import type { KeyView } from '#lib/keys/view';

export type Reason = 'rotated' | 'unused' | 'compromised' | 'other';

/** Why a key is revoked, in the order offered. */
export const reasonChoices: readonly { value: Reason; label: string; hint: string }[] = [
  { value: 'rotated', label: 'Rotated', hint: 'Another key has taken over.' },
  { value: 'unused', label: 'No longer used', hint: 'Nothing should call with it any more.' },
  { value: 'compromised', label: 'Compromised', hint: 'It may have leaked.' },
  { value: 'other', label: 'Other', hint: 'Say why in the key’s note, if it matters.' },
];

/** The reason that the key's own state suggests; a person may choose another. */
export function suggestedReason(key: Pick<KeyView, 'rotatedToId' | 'lastUsedAt'>): Reason {
  if (key.rotatedToId !== null) return 'rotated';
  return key.lastUsedAt === null ? 'unused' : 'other';
}

const DAY = 86_400_000;

/** Whether the verb will ask for the typed name: a live key used in the last 24 hours. */
export function asksForName(
  key: Pick<KeyView, 'environment' | 'lastUsedAt'>,
  now: number,
): boolean {
  if (key.environment !== 'live' || key.lastUsedAt === null) return false;
  return now - Date.parse(key.lastUsedAt) < DAY;
}
