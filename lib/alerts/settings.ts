import { z } from 'zod';
import type { AlertKind } from '#lib/db/generated/enums';
import { countField } from '#lib/fields';

/** The kinds of rules, in the order in which pages offer them. */
export const alertKinds = [
  'credits_low',
  'credits_exhausted',
  'rate_limit_pressure',
  'refused_calls',
  'unusual_activity',
  'key_expiring',
] as const satisfies readonly AlertKind[];

const wholeUpTo = (most: number, least = 1) =>
  z
    .int('Enter a whole number.')
    .min(least, `Enter ${least} or more.`)
    .max(most, `Enter ${most.toLocaleString('en')} at most.`);
const minutesField = wholeUpTo(60);

/** The shape of a rule's settings, by kind; an unknown field is an error. */
export const settingsShapes = {
  /** `absolute`: credits; `percent`: of the credits of a period; `hours_left`: at the pace of the last 24 h. */
  credits_low: z.discriminatedUnion('measure', [
    z.strictObject({ measure: z.literal('absolute'), value: countField }),
    z.strictObject({ measure: z.literal('percent'), value: wholeUpTo(100) }),
    z.strictObject({ measure: z.literal('hours_left'), value: wholeUpTo(8_760) }),
  ]),
  credits_exhausted: z.strictObject({}),
  /** At `percent` of a limit or more in `minutes` of the last `within` minutes. */
  rate_limit_pressure: z
    .strictObject({ percent: wholeUpTo(100), minutes: minutesField, within: minutesField })
    .refine(({ minutes, within }) => minutes <= within, {
      path: ['minutes'],
      error: 'Enter no more minutes than it looks back.',
    }),
  /** `calls` refused calls or more in the last `within` minutes, and `percent` of all calls or more. */
  refused_calls: z.strictObject({
    percent: wholeUpTo(100),
    calls: wholeUpTo(1_000_000),
    within: minutesField,
  }),
  /** Null switches a sign off. */
  unusual_activity: z
    .strictObject({
      newCaller: z.boolean(),
      idleDays: wholeUpTo(365).nullable(),
      burstFactor: wholeUpTo(1_000, 2).nullable(),
    })
    .refine((it) => it.newCaller || it.idleDays !== null || it.burstFactor !== null, {
      path: ['newCaller'],
      error: 'Leave at least one sign on.',
    }),
  /** Days before the end, the earliest warning first. */
  key_expiring: z.strictObject({
    days: z
      .array(wholeUpTo(365))
      .min(1, 'Enter at least one number of days.')
      .max(6, 'Enter at most 6 numbers of days.')
      .transform((days) => [...new Set(days)].sort((one, other) => other - one)),
  }),
} as const satisfies Record<AlertKind, z.ZodType>;

export type SettingsOf<Kind extends AlertKind> = z.output<(typeof settingsShapes)[Kind]>;

/** A kind with settings of its shape. */
export type KindSettings = {
  [Kind in AlertKind]: { readonly kind: Kind; readonly settings: SettingsOf<Kind> };
}[AlertKind];

const of = <Kind extends AlertKind>(kind: Kind) =>
  ({ kind: z.literal(kind), settings: settingsShapes[kind] }) as const;

/** Adds kind and settings to the fields of a rule, as a union by kind. */
export function withKind<Shape extends z.core.$ZodShape>(fields: Shape) {
  return z.discriminatedUnion('kind', [
    z.strictObject({ ...fields, ...of('credits_low') }),
    z.strictObject({ ...fields, ...of('credits_exhausted') }),
    z.strictObject({ ...fields, ...of('rate_limit_pressure') }),
    z.strictObject({ ...fields, ...of('refused_calls') }),
    z.strictObject({ ...fields, ...of('unusual_activity') }),
    z.strictObject({ ...fields, ...of('key_expiring') }),
  ]);
}

const kindSettings = withKind({});

/** The settings of a stored rule, or null when they are of another shape. */
export function parseSettings(kind: AlertKind, settings: unknown): KindSettings | null {
  const parsed = kindSettings.safeParse({ kind, settings });
  return parsed.success ? parsed.data : null;
}
