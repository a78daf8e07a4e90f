import type { EvidenceOf, Resolution } from '#lib/alerts/evidence';
import type { AlertKind } from '#lib/db/generated/enums';

/** What a decision knows of the rule's alert that is open about this subject; null when none is. */
export type Open<Kind extends AlertKind> = {
  readonly stage: number;
  readonly evidence: EvidenceOf<Kind>;
} | null;

/** What a rule makes of what was seen. */
export type Outcome<Kind extends AlertKind = AlertKind> =
  | { readonly do: 'nothing' }
  /** Opens an alert and tells of it. */
  | { readonly do: 'fire'; readonly stage: number; readonly evidence: EvidenceOf<Kind> }
  /** The open alert has come further, which is told once. */
  | { readonly do: 'stage'; readonly stage: number; readonly evidence: EvidenceOf<Kind> }
  /** Better evidence for the portal; nobody is told. */
  | { readonly do: 'renew'; readonly evidence: EvidenceOf<Kind> }
  | { readonly do: 'resolve'; readonly resolution: Resolution };

export const nothing = { do: 'nothing' } as const;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
