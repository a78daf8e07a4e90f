import type { Asking } from './ask.ts';
import { conditions, type Filter, type Put } from './sums.ts';
import type { WindowSums } from './windows.ts';

const HOUR_MS = 3_600_000;

/** The fullest window. */
export type PeakView = {
  /** When it began, or the hour that it lies in where minutes are no longer kept; ISO. */
  readonly at: string;
  readonly precision: 'minute' | 'hour';
  readonly calls: number;
  readonly limit: number;
};

/** The fullest window of these, with its minute as long as minutes are kept. */
export async function readPeak(
  asking: Asking,
  { organizationId, environment }: Filter,
  { keyId, peak, peakLimit, peakAt }: WindowSums,
): Promise<PeakView> {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const own = keyId === '' ? {} : { keyId };
  const which = conditions({ organizationId, environment, ...own }, put);
  // An hour of the rolled ones, or already a minute: the peak is in the hour from there on.
  const { rows } = await asking.client.query<{ start: Date | null }>(
    `SELECT min(start) AS start FROM records.usage_minutes
     WHERE ${which} AND start >= ${put(new Date(peakAt).toISOString())}::timestamptz
       AND start < ${put(new Date(peakAt + HOUR_MS).toISOString())}::timestamptz
       AND ${keyId === '' ? 'peak' : 'key_peak'} = ${put(peak)}`,
    values,
  );
  const minute = rows[0]?.start ?? null;
  return {
    at: (minute ?? new Date(peakAt)).toISOString(),
    precision: minute === null ? 'hour' : 'minute',
    calls: peak,
    limit: peakLimit,
  };
}
