import type { Tone } from '#components/ui/badge';
import type { KeyView } from '#lib/keys/view';
import { duration } from './key-texts.ts';

export type Verdict = {
  readonly kind: 'done' | 'waiting' | 'busy' | 'quiet';
  readonly tone: Tone;
  readonly label: string;
  readonly text: string;
};

type Use = Pick<KeyView, 'state' | 'lastUsedAt'>;

/** Minutes without a call after which the old key counts as quiet. */
export const QUIET_MINUTES = 15;

/**
 * Whether the old key of a rotation can go: once the new one is in use and the old one has been
 * quiet for 15 minutes.
 * @param now milliseconds since the epoch
 */
export function handOverVerdict(old: Use, next: Use, now: number): Verdict {
  if (old.state === 'revoked' || old.state === 'expired') {
    return { kind: 'done', tone: 'ok', label: 'Finished', text: 'The old key is refused.' };
  }
  const silence = old.lastUsedAt === null ? null : (now - Date.parse(old.lastUsedAt)) / 1000;
  if (silence !== null && silence < QUIET_MINUTES * 60) {
    return {
      kind: 'busy',
      tone: 'warn',
      label: 'Old key in use',
      text: `It was used ${duration(silence)} ago. Retiring it now breaks that caller.`,
    };
  }
  if (next.lastUsedAt === null) {
    return {
      kind: 'waiting',
      tone: 'info',
      label: 'Waiting for the new key',
      text: 'Nothing has called with the new key yet.',
    };
  }
  return {
    kind: 'quiet',
    tone: 'ok',
    label: 'Safe to retire',
    text:
      silence === null
        ? 'The old key was never used, the new one is.'
        : `The old key has been quiet for ${duration(silence)}, the new one is in use.`,
  };
}
