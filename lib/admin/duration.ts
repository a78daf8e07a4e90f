import { AdminFailure } from '#lib/admin/failure';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `90d`, `2h`, `30m` or `1s`; null for `never`. @throws AdminFailure */
export function parseDuration(text: string): number | null {
  if (text === 'never') return null;
  const [, digits, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (digits === undefined || factor === undefined || Number(digits) === 0) {
    throw new AdminFailure(`"${text}" is no time such as 1s, 2h or 90d, nor never.`);
  }
  return Number(digits) * factor;
}
