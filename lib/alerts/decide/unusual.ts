import type { EvidenceOf, Sign } from '#lib/alerts/evidence';
import { DAY_MS, MINUTE_MS, nothing, type Open, type Outcome } from './outcome.ts';

/** Signs that the evidence keeps, the newest first. */
const KEPT = 6;
/** Bits of an alert's stage: the sorts of signs that were told. */
const BITS: Readonly<Record<Sign['sign'], number>> = { new_caller: 1, woke: 2, burst: 4 };

/** What a key's calls look like now; only signs of the last 24 hours. */
export type SignsSeen = {
  readonly signs: readonly Sign[];
  /** The key can no longer be used. */
  readonly ended: 'key_revoked' | 'key_expired' | null;
};

/** Calls of ten minutes that are worth a comparison. */
export const BURST_CALLS = 100;

/** Whether ten minutes' calls, as an hour, are `factor` times the usual hour or more. */
export function isBurst(calls: number, usualPerHour: number, factor: number): boolean {
  return calls >= BURST_CALLS && calls * 6 >= usualPerHour * factor;
}

/**
 * A key that is used unlike before. A sort of sign that was not told yet is told; another sign of the
 * same sort only renews the evidence. Over after 24 hours without a further sign, or with the key.
 */
export function decideUnusual(
  open: Open<'unusual_activity'>,
  seen: SignsSeen,
  now: number,
): Outcome<'unusual_activity'> {
  if (seen.ended !== null) {
    return open === null ? nothing : { do: 'resolve', resolution: { why: seen.ended } };
  }
  const evidence = merged(open?.evidence.signs ?? [], seen.signs);
  if (evidence === null) return nothing;
  const stage = evidence.signs.reduce((bits, { sign }) => bits | BITS[sign], 0);
  if (open === null) return seen.signs.length > 0 ? { do: 'fire', stage, evidence } : nothing;
  if (now - Date.parse(evidence.lastAt) >= DAY_MS) {
    return { do: 'resolve', resolution: { why: 'no_further_sign' } };
  }
  if ((stage | open.stage) !== open.stage) {
    return { do: 'stage', stage: stage | open.stage, evidence };
  }
  return isNews(open.evidence, evidence) ? { do: 'renew', evidence } : nothing;
}

/** Old and new signs, one of each caller and of each other sort, the newest first. */
function merged(
  known: readonly Sign[],
  seen: readonly Sign[],
): EvidenceOf<'unusual_activity'> | null {
  const byName = new Map<string, Sign>();
  for (const sign of [...known, ...seen]) byName.set(nameOf(sign), sign);
  const signs = [...byName.values()].sort((one, other) => other.at.localeCompare(one.at));
  const newest = signs[0];
  if (newest === undefined) return null;
  const others = signs.filter(({ sign }) => sign !== 'new_caller');
  const callers = signs.filter(({ sign }) => sign === 'new_caller').slice(0, KEPT - others.length);
  const kept = [...others, ...callers].sort((one, other) => other.at.localeCompare(one.at));
  return { signs: kept, lastAt: newest.at };
}

function nameOf(sign: Sign): string {
  return sign.sign === 'new_caller' ? `${sign.ip} ${sign.client}` : sign.sign;
}

/** A burst that goes on is the same news for a minute. */
function isNews(
  before: EvidenceOf<'unusual_activity'>,
  after: EvidenceOf<'unusual_activity'>,
): boolean {
  const names = ({ signs }: EvidenceOf<'unusual_activity'>) => signs.map(nameOf).sort().join('\n');
  if (names(before) !== names(after)) return true;
  return Date.parse(after.lastAt) - Date.parse(before.lastAt) >= MINUTE_MS;
}
