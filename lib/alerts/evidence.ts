import { z } from 'zod';
import type { AlertKind } from '#lib/db/generated/enums';

const whole = z.int();
const time = z.iso.datetime();
const keyRef = z.strictObject({ id: z.string(), name: z.string() }).nullable();

/** When this was seen; absent in what earlier versions stored. */
const seen = { at: time.optional() };

const sign = z.discriminatedUnion('sign', [
  z.strictObject({
    sign: z.literal('new_caller'),
    ip: z.string(),
    client: z.string(),
    newAddress: z.boolean(),
    newClient: z.boolean(),
    at: time,
  }),
  /** The first call after so many days without one. */
  z.strictObject({ sign: z.literal('woke'), idleDays: whole, at: time }),
  /** Calls of ten minutes against the hourly mean of the last seven days. */
  z.strictObject({ sign: z.literal('burst'), calls: whole, usualPerHour: z.number(), at: time }),
]);

/** Something about a key that is unlike its history. */
export type Sign = z.output<typeof sign>;

/** What was seen when an alert fired, by kind: the shape of `alerts.evidence`. */
export const evidenceShapes = {
  /** `border` is in credits, or in hours when `hoursLeft` is set. */
  credits_low: z.strictObject({
    ...seen,
    balance: whole,
    border: whole,
    perPeriod: whole,
    measure: z.enum(['absolute', 'percent', 'hours_left']),
    hoursLeft: z.number().nullable(),
  }),
  credits_exhausted: z.strictObject({ ...seen, balance: whole }),
  /** The fullest minute, and how many minutes of the last `within` were at `border` percent or more. */
  rate_limit_pressure: z.strictObject({
    ...seen,
    percent: whole,
    peak: whole,
    limit: whole,
    minutes: whole,
    within: whole,
    border: whole,
    busiestKey: keyRef,
  }),
  refused_calls: z.strictObject({
    ...seen,
    refused: whole,
    calls: whole,
    percent: whole,
    within: whole,
    /** Refusals by error code, the most frequent first. */
    codes: z.array(z.strictObject({ code: z.string(), calls: whole })),
    busiestKey: keyRef,
  }),
  /** `lastAt` is the newest sign's time. */
  unusual_activity: z.strictObject({ ...seen, signs: z.array(sign), lastAt: time }),
  key_expiring: z.strictObject({ ...seen, daysLeft: whole, expiresAt: time }),
} as const satisfies Record<AlertKind, z.ZodType>;

export type EvidenceOf<Kind extends AlertKind> = z.output<(typeof evidenceShapes)[Kind]>;

/** A kind with evidence of its shape. */
export type KindEvidence = {
  [Kind in AlertKind]: { readonly kind: Kind; readonly evidence: EvidenceOf<Kind> };
}[AlertKind];

/** Why an alert is over: the shape of `alerts.resolution`. */
export const resolutionShape = z.strictObject({
  why: z.enum([
    'credits_back',
    'lasts_longer',
    'quiet',
    'fewer_refused',
    'no_further_sign',
    'key_rotated',
    'key_extended',
    'key_revoked',
    'key_expired',
    'rule_off',
    'rule_changed',
  ]),
  /** The balance then, for credits. */
  balance: whole.optional(),
});
export type Resolution = z.output<typeof resolutionShape>;

const of = <Kind extends AlertKind>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), evidence: evidenceShapes[kind] });
const kindEvidence = z.discriminatedUnion('kind', [
  of('credits_low'),
  of('credits_exhausted'),
  of('rate_limit_pressure'),
  of('refused_calls'),
  of('unusual_activity'),
  of('key_expiring'),
]);

/** The evidence of a stored alert, or null when it is of another shape. */
export function parseEvidence(kind: AlertKind, evidence: unknown): KindEvidence | null {
  const parsed = kindEvidence.safeParse({ kind, evidence });
  return parsed.success ? parsed.data : null;
}

/** The resolution of a stored alert; null while it fires, or when it is of another shape. */
export function parseResolution(resolution: unknown): Resolution | null {
  const parsed = resolutionShape.safeParse(resolution);
  return parsed.success ? parsed.data : null;
}
