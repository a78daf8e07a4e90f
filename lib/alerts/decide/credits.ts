import type { EvidenceOf } from '#lib/alerts/evidence';
import type { SettingsOf } from '#lib/alerts/settings';
import { MAX_BALANCE } from '#lib/credits/account';
import { nothing, type Outcome } from './outcome.ts';

/** Balances at which a rule fires and resolves: at `border` or below, at `back` or above. */
export type Levels = { readonly border: number; readonly back: number };

/** What an open alert was measured by; null when there is none, or when it is not known. */
type FiredBy = Pick<EvidenceOf<'credits_low'>, 'measure' | 'border'> | null;

type ByBalance = Exclude<SettingsOf<'credits_low'>, { measure: 'hours_left' }>;
type ByHours = Extract<SettingsOf<'credits_low'>, { measure: 'hours_left' }>;

/** So far above its border must a value be for the alert to be over: 5 %, 1 at least. */
export function marginOf(border: number): number {
  return Math.max(1, Math.ceil(border / 20));
}

/** The levels of a rule about low credits; as `LEVELS` in `levels.ts` says it in SQL. */
export function lowLevels(settings: ByBalance, perPeriod: number): Levels {
  const { measure, value } = settings;
  const border = measure === 'absolute' ? value : Math.floor((perPeriod * value) / 100);
  return { border, back: backOf(border) };
}

function backOf(border: number): number {
  return Math.min(border + marginOf(border), MAX_BALANCE);
}

/**
 * Low credits by balance, in credits or percent of what a period brings. An alert that would go on by the
 * border at which it fired is over because that border was changed: by the rule, or by the plan.
 */
export function decideLowBalance(
  settings: ByBalance,
  isOpen: boolean,
  seen: { readonly balance: number; readonly perPeriod: number },
  firedBy: FiredBy,
): Outcome<'credits_low'> {
  const { balance, perPeriod } = seen;
  const { border, back } = lowLevels(settings, perPeriod);
  if (isOpen) {
    if (balance < back) return nothing;
    const isBack =
      firedBy === null || (firedBy.measure !== 'hours_left' && balance >= backOf(firedBy.border));
    return {
      do: 'resolve',
      resolution: { why: isBack ? 'credits_back' : 'rule_changed', balance },
    };
  }
  if (balance > border) return nothing;
  const { measure } = settings;
  const evidence = { balance, border, perPeriod, measure, hoursLeft: null };
  return { do: 'fire', stage: 0, evidence };
}

/** No credits at all; any credit ends it. */
export function decideExhausted(isOpen: boolean, balance: number): Outcome<'credits_exhausted'> {
  if (!isOpen) {
    return balance > 0 ? nothing : { do: 'fire', stage: 0, evidence: { balance } };
  }
  return balance > 0 ? { do: 'resolve', resolution: { why: 'credits_back', balance } } : nothing;
}

export type PaceSeen = {
  readonly balance: number;
  readonly perPeriod: number;
  /** Credits used in the last 24 hours. */
  readonly usedInDay: number;
  readonly hoursToRefill: number;
};

/**
 * Low credits by time: at the pace of the last 24 hours they run out within so many hours, and before
 * the next refill. An empty account is another rule's matter.
 */
export function decideHoursLeft(
  settings: ByHours,
  isOpen: boolean,
  seen: PaceSeen,
  firedBy: FiredBy,
): Outcome<'credits_low'> {
  const { balance, perPeriod, usedInDay } = seen;
  const hoursLeft = usedInDay > 0 ? (balance * 24) / usedInDay : Number.POSITIVE_INFINITY;
  const refill = perPeriod > 0 ? seen.hoursToRefill : Number.POSITIVE_INFINITY;
  const border = settings.value;
  if (isOpen) {
    const lasts = (hours: number) =>
      hoursLeft >= Math.min(hours + marginOf(hours), refill + marginOf(refill));
    if (!lasts(border)) return nothing;
    const isLonger =
      firedBy === null || (firedBy.measure === 'hours_left' && lasts(firedBy.border));
    return {
      do: 'resolve',
      resolution: { why: isLonger ? 'lasts_longer' : 'rule_changed', balance },
    };
  }
  if (balance <= 0 || hoursLeft > border || hoursLeft >= refill) return nothing;
  const evidence = { balance, border, perPeriod, measure: settings.measure, hoursLeft };
  return { do: 'fire', stage: 0, evidence };
}
