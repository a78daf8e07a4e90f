import { type Permission, permissions, presetOf, presets } from '#lib/keys/scopes';

export const reasonTexts = {
  rotated: 'Rotated',
  unused: 'No longer used',
  compromised: 'Compromised',
  other: 'Other',
} as const;

/** Permissions in short: the preset's name, or how many of all. */
export function permissionsInShort(granted: readonly Permission[]): string {
  const preset = presetOf(granted);
  if (preset !== 'custom') return presets[preset].label;
  return granted.length === 0 ? 'None' : `${granted.length} of ${permissions.length}`;
}

/** `1 call`, `1,204 calls`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-GB')} ${noun}${amount === 1 ? '' : 's'}`;
}

const units: readonly [seconds: number, noun: string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** A span in its two largest units: `1 day 2 hours`; `no time` for zero. */
export function duration(seconds: number): string {
  const words: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [size, noun] of units) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0 && words.length < 2) words.push(count(amount, noun));
  }
  return words.join(' ') || 'no time';
}

/** The time of day of an ISO moment, to the millisecond and in UTC: `12:00:01.240 UTC`. */
export function preciseUtc(iso: string): string {
  return `${new Date(iso).toISOString().slice(11, 23)} UTC`;
}
