import { z } from 'zod';

const days = (otherwise: number, least: number) =>
  z
    .string()
    .default(String(otherwise))
    .transform((text) => (/^\d{1,4}$/.test(text) ? Number(text) : 0))
    .refine((value) => value >= least && value <= 3650, {
      error: `is not a number of days from ${least} to 3650`,
    });

/** How long records are kept. */
export const recordShape = {
  REQUEST_LOG_DAYS: days(30, 1),
  USAGE_MINUTES_DAYS: days(90, 2),
  USAGE_DAYS: days(730, 90),
  RECORDING_DAYS: days(30, 1),
};

/** Days that each kind of record is kept. */
export type RecordDays = {
  readonly requests: number;
  readonly minutes: number;
  /** Counts by hour and day. */
  readonly rollups: number;
  /** Of sound, from its beginning on; each recording is given its end when it begins. */
  readonly recordings: number;
};

export function readRecordDays(raw: z.output<z.ZodObject<typeof recordShape>>): RecordDays {
  return {
    requests: raw.REQUEST_LOG_DAYS,
    minutes: raw.USAGE_MINUTES_DAYS,
    rollups: raw.USAGE_DAYS,
    recordings: raw.RECORDING_DAYS,
  };
}
