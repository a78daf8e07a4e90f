import type { SettingsOf } from '#lib/alerts/settings';
import { nothing, type Outcome } from './outcome.ts';

/** Statuses of calls that the gate turned away for want of a right, credits or room. */
export const REFUSED_STATUSES: readonly number[] = [401, 402, 403, 429];

/** The calls of a rule's last minutes. */
export type CallCounts = {
  readonly calls: number;
  /** Refused calls by error code, the most frequent first. */
  readonly codes: readonly { readonly code: string; readonly calls: number }[];
};

/** A surge of refused calls: so many, and so large a share. It is over a fifth below either border. */
export function decideRefused(
  settings: SettingsOf<'refused_calls'>,
  isOpen: boolean,
  seen: CallCounts,
): Outcome<'refused_calls'> {
  const refused = seen.codes.reduce((sum, { calls }) => sum + calls, 0);
  if (isOpen) {
    const fewer = refused * 5 < settings.calls * 4;
    const smaller = refused * 500 < seen.calls * settings.percent * 4;
    return fewer || smaller ? { do: 'resolve', resolution: { why: 'fewer_refused' } } : nothing;
  }
  if (refused < settings.calls || refused * 100 < seen.calls * settings.percent) return nothing;
  const percent = Math.floor((refused * 100) / seen.calls);
  const codes = seen.codes.slice(0, 5).map(({ code, calls }) => ({ code, calls }));
  const { within } = settings;
  const evidence = { refused, calls: seen.calls, percent, within, codes, busiestKey: null };
  return { do: 'fire', stage: 0, evidence };
}
