import { cookies } from 'next/headers';
import { isTimeZone } from '#lib/usage/time-zone';

/** Cookie with the zone that the browser lives in; it only decides how times are cut and written. */
export const timeZoneCookie = 'time-zone';

/** The zone of whoever looks, as their browser told it; UTC until it has. */
export async function currentTimeZone(): Promise<string> {
  const told = (await cookies()).get(timeZoneCookie)?.value ?? '';
  return isTimeZone(told) ? told : 'UTC';
}
