import type { EvidenceOf } from '#lib/alerts/evidence';
import type { SettingsOf } from '#lib/alerts/settings';
import { MINUTE_MS, nothing, type Outcome } from './outcome.ts';

/** An alert is over when no minute of so many was full. */
export const QUIET_MINUTES = 10;

/** A minute in which a limit was used to the rule's percentage or more. */
export type FullMinute = {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly percent: number;
  readonly peak: number;
  readonly limit: number;
};

/** Minutes before now that a rule has to see. */
export function lookBack(settings: SettingsOf<'rate_limit_pressure'>): number {
  return Math.max(settings.within, QUIET_MINUTES + 1);
}

/** A rate limit nearly used up in several minutes of the last few. */
export function decidePressure(
  settings: SettingsOf<'rate_limit_pressure'>,
  isOpen: boolean,
  full: readonly FullMinute[],
  now: number,
): Outcome<'rate_limit_pressure'> {
  const { percent: border, minutes, within } = settings;
  const recent = full.filter(({ start }) => start > now - within * MINUTE_MS);
  const fires = recent.length >= minutes;
  if (isOpen) {
    const quiet = full.every(({ start }) => start + MINUTE_MS <= now - QUIET_MINUTES * MINUTE_MS);
    return quiet && !fires ? { do: 'resolve', resolution: { why: 'quiet' } } : nothing;
  }
  const fullest = recent.toSorted((one, other) => other.percent - one.percent)[0];
  if (!fires || fullest === undefined) return nothing;
  const { percent, peak, limit } = fullest;
  const evidence: EvidenceOf<'rate_limit_pressure'> = {
    percent,
    peak,
    limit,
    minutes: recent.length,
    within,
    border,
    busiestKey: null,
  };
  return { do: 'fire', stage: 0, evidence };
}
