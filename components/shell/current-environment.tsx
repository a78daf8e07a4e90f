import { cookies } from 'next/headers';
import { environmentCookie } from '#components/shell/paths';
import type { Environment } from '#lib/db/generated/enums';

/** The environment that this browser last worked in; live on the first visit. */
export async function currentEnvironment(): Promise<Environment> {
  const jar = await cookies();
  return jar.get(environmentCookie)?.value === 'test' ? 'test' : 'live';
}
