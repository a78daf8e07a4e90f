import { duration } from './key-texts.ts';

export type OverlapChoice = '0' | '3600' | '86400' | '604800' | 'custom';

const HOUR = 3_600;
/** The longest overlap, in seconds: 30 days. */
export const MAX_OVERLAP = 30 * 24 * HOUR;

/** How long the old key goes on, as offered. */
export const overlapChoices: readonly { value: OverlapChoice; label: string; hint: string }[] = [
  { value: '0', label: 'None', hint: 'Refused at once. For a leak.' },
  { value: '3600', label: '1 hour', hint: 'For one service that you restart now.' },
  { value: '86400', label: '24 hours', hint: 'For a deployment today.' },
  { value: '604800', label: '7 days', hint: 'For several teams or servers.' },
  { value: 'custom', label: 'Custom', hint: 'Up to 30 days.' },
];

/** Seconds of the choice; a custom one is given in hours. NaN when that is no number. */
export function overlapSeconds(choice: OverlapChoice, customHours: string): number {
  if (choice !== 'custom') return Number(choice);
  return customHours.trim() === '' ? Number.NaN : Math.round(Number(customHours) * HOUR);
}

/** When the old key ends, milliseconds: after the overlap, but never past its own expiry. */
export function oldKeyEnd(now: number, seconds: number, expiresAt: string | null): number {
  const end = now + seconds * 1000;
  return expiresAt === null ? end : Math.min(end, Date.parse(expiresAt));
}

/** What a custom overlap amounts to, or what is wrong with it. */
export function overlapHint(seconds: number): string {
  if (Number.isNaN(seconds)) return 'A number of hours, up to 720.';
  if (seconds < 0 || seconds > MAX_OVERLAP) return 'From 0 to 720 hours, which is 30 days.';
  return `That is ${duration(seconds)}.`;
}
